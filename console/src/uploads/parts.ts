/** Which parts of a file are to be sent, and where they are in it. */

export interface Part {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

interface Begun {
  readonly bytes: number;
  readonly partBytes: number;
  readonly partCount: number;
  readonly parts?: readonly { readonly number: number; readonly bytes: number }[];
}

/** The parts that have not arrived, in order; one that arrived with another size is sent again. */
export function missingParts({ bytes, partBytes, partCount, parts = [] }: Begun): Part[] {
  const arrived = new Map(parts.map((each) => [each.number, each.bytes]));
  return Array.from({ length: partCount }, (_, at) => {
    const start = at * partBytes;
    return { number: at + 1, start, end: Math.min(bytes, start + partBytes) };
  }).filter((each) => arrived.get(each.number) !== each.end - each.start);
}

/** What tells one file from another when it is chosen again after a reload. */
export function fingerprint(namespace: string, file: Pick<File, "name" | "size" | "lastModified">): string {
  return JSON.stringify([namespace, file.name, file.size, file.lastModified]);
}
