/** SHA-256 of a file, slice by slice, so that a large one needs no memory and the page stays alive. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

const SLICE = 4 * 2 ** 20;
/** Beyond this, reading a file twice costs more than it saves. */
export const LARGEST_TO_DIGEST = 2 ** 30;

export async function digestOf(file: Blob, signal: AbortSignal): Promise<string> {
  const hash = sha256.create();
  for (let start = 0; start < file.size; start += SLICE) {
    signal.throwIfAborted();
    hash.update(new Uint8Array(await file.slice(start, start + SLICE).arrayBuffer()));
  }
  return bytesToHex(hash.digest());
}
