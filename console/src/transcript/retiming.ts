/** Times of words after an edit: what stays keeps its times, what is new shares the gap by length. */
import type { Word } from "./transcript";

interface Timed {
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
}

/** Return the words of a text that takes the place of a segment's. */
export function retimed(segment: Timed, text: string): Word[] {
  const { words } = segment;
  const wanted = tokens(text);
  let head = 0;
  while (head < wanted.length && head < words.length && words[head]?.text === wanted[head]) head += 1;
  let tail = 0;
  const room = Math.min(wanted.length, words.length) - head;
  while (tail < room && words[words.length - 1 - tail]?.text === wanted[wanted.length - 1 - tail]) tail += 1;
  const kept = words.slice(0, head);
  const rest = tail > 0 ? words.slice(-tail) : [];
  const from = kept.at(-1)?.end ?? segment.start;
  const to = Math.max(from, rest[0]?.start ?? segment.end);
  return [...kept, ...shared(wanted.slice(head, wanted.length - tail), from, to), ...rest];
}

function shared(texts: readonly string[], from: number, to: number): Word[] {
  const length = texts.reduce((sum, each) => sum + each.length, 0);
  let before = 0;
  return texts.map((text) => {
    const start = Math.round(from + ((to - from) * before) / length);
    before += text.length;
    return { text, start, end: Math.round(from + ((to - from) * before) / length), confidence: 100 };
  });
}

function tokens(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
