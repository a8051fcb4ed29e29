/**
 * Sends one file: in parts, three at a time, each again when the connection breaks. What a file's upload was called is
 * remembered, so that after a reload, when the same file is chosen, only what has not arrived is sent.
 */
import { api } from "../api/client";
import { dataOf, problemOf, RefusedRequest } from "../api/problems";
import { withKey } from "../api/repeats";
import { digestOf, LARGEST_TO_DIGEST } from "./digest";
import { fingerprint, missingParts, type Part } from "./parts";

const AT_ONCE = 3;
const TRIES = 5;
const REMEMBERED = "media-insights.upload ";

export interface Sending {
  readonly namespace: string;
  readonly file: File;
  readonly signal: AbortSignal;
  /** Bytes that have arrived, of this file. */
  readonly onProgress: (sent: number) => void;
  readonly onStep: (step: "reading" | "sending" | "checking") => void;
}

export interface Sent {
  /** What an asset is created from. */
  readonly upload: string;
  /** The same file was there already: nothing was sent. */
  readonly existed: boolean;
}

/** Send a file, and return its upload. Throws RefusedRequest, and AbortError when it was given up. */
export async function send(sending: Sending): Promise<Sent> {
  const { file, namespace, signal, onStep, onProgress } = sending;
  const name = REMEMBERED + fingerprint(namespace, file);
  const upload = (await remembered(name, signal)) ?? (await begun(sending));
  localStorage.setItem(name, upload.id);
  if (!upload.exists) {
    onStep("sending");
    await sendParts(missingParts(upload), upload.id, sending);
  }
  onProgress(file.size);
  onStep("checking");
  await dataOf(api.POST("/v1/uploads/{id}/complete", { params: { path: { id: upload.id } }, signal })).finally(() =>
    localStorage.removeItem(name),
  );
  return { upload: upload.id, existed: upload.exists };
}

async function begun({ file, namespace, signal, onStep }: Sending) {
  onStep("reading");
  const digest = file.size <= LARGEST_TO_DIGEST ? await digestOf(file, signal) : "";
  const body = { namespace, name: file.name, bytes: file.size, digest, named: false, contentType: file.type };
  return withKey(`upload ${numberOf(file)}`, body, (key) =>
    dataOf(api.POST("/v1/uploads", { params: { header: { "idempotency-key": key } }, body, signal })),
  );
}

const numbers = new WeakMap<File, number>();
let files = 0;

/** Files of one name and size may be two all the same: each has a number of its own, for as long as the page is open. */
function numberOf(file: File): number {
  const number = numbers.get(file) ?? ++files;
  numbers.set(file, number);
  return number;
}

/** The upload of an earlier visit with what has arrived of it; undefined when there is none, or it is gone. */
async function remembered(name: string, signal: AbortSignal) {
  const id = localStorage.getItem(name);
  if (!id) {
    return;
  }
  const { data } = await api.GET("/v1/uploads/{id}", { params: { path: { id } }, signal });
  return data;
}

async function sendParts(missing: readonly Part[], upload: string, sending: Sending): Promise<void> {
  const waiting = [...missing];
  const ofParts = new Map<number, number>();
  const before = sending.file.size - missing.reduce((sum, each) => sum + each.end - each.start, 0);
  const told = (number: number, sent: number): void => {
    ofParts.set(number, sent);
    sending.onProgress([...ofParts.values()].reduce((sum, each) => sum + each, before));
  };
  const work = async (): Promise<void> => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      await sendPart(part, upload, sending, told);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function sendPart(
  part: Part,
  upload: string,
  { file, signal }: Sending,
  told: (number: number, sent: number) => void,
): Promise<void> {
  const address = `v1/uploads/${encodeURIComponent(upload)}/parts/${part.number}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await put(address, file.slice(part.start, part.end), signal, (sent) => told(part.number, sent));
      return;
    } catch (error) {
      const { code, status } = problemOf(error);
      if (signal.aborted || attempt >= TRIES || !(code === "unreachable" || status >= 500)) {
        throw error;
      }
      await new Promise((done) => setTimeout(done, 500 * 2 ** attempt));
    }
  }
}

/** PUT with progress, which fetch does not have. */
function put(address: string, body: Blob, signal: AbortSignal, onProgress: (sent: number) => void): Promise<void> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () =>
      request.status < 400 ? done() : fail(new RefusedRequest(problemOf(request.response, request.status)));
    request.onerror = () => fail(new TypeError("the connection broke"));
    request.onabort = () => fail(new DOMException("given up", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}
