/** Entries of the catalogue that a text is in: every word of it, wherever. */

export function isIn(q: string, ...texts: readonly string[]): boolean {
  const all = texts.join("\n").toLocaleLowerCase();
  return q
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
