/** A segment's text in the parts that are shown apart: its words, what stands between them, and what was found. */
import type { Match } from "./find";
import type { Segment } from "./transcript";

export interface Part {
  readonly text: string;
  /** Number of the word that it is of, or belongs to; -1 for what stands between words. */
  readonly word: number;
  readonly isFound: boolean;
}

/** Return the parts of a segment; joined they are its text, whatever its words are. */
export function partsOf(segment: Segment, matches: readonly Match[]): Part[] {
  const parts: Part[] = [];
  const add = (from: number, to: number, word: number): void => {
    for (const [text, isFound] of divided(segment.text, from, to, matches)) parts.push({ text, word, isFound });
  };
  let at = 0;
  segment.words.forEach((word, number) => {
    const from = segment.text.indexOf(word.text, at);
    // A word that is far from where it should be is another one of the same letters: the text was edited.
    if (from < 0 || word.text === "" || from - at > 80) return;
    add(at, from, -1);
    at = from + word.text.length;
    add(from, at, number);
  });
  add(at, segment.text.length, -1);
  return parts;
}

function* divided(text: string, from: number, to: number, matches: readonly Match[]): Generator<[string, boolean]> {
  let at = from;
  for (const match of matches) {
    const begin = Math.max(at, match.from);
    const end = Math.min(to, match.to);
    if (end <= begin) continue;
    if (begin > at) yield [text.slice(at, begin), false];
    yield [text.slice(begin, end), true];
    at = end;
  }
  if (at < to) yield [text.slice(at, to), false];
}
