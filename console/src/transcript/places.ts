/** Where the words of a segment stand in its text: highlights and clicks are about places, so that the text stays one. */
import type { Segment } from "./transcript";

export interface Place {
  readonly from: number;
  readonly to: number;
}

/** A word that stands further on than this from where it should be is another one of the same letters. */
const FAR = 80;
const KNOWN = new WeakMap<Segment, readonly (Place | null)[]>();

/** Return where each word stands, in UTF-16 units; null for one that the text, as edited, no longer has. */
export function placesOf(segment: Segment): readonly (Place | null)[] {
  const known = KNOWN.get(segment);
  if (known) {
    return known;
  }
  let at = 0;
  const places = segment.words.map(({ text }) => {
    const from = text === "" ? -1 : segment.text.indexOf(text, at);
    if (from < 0 || from - at > FAR) {
      return null;
    }
    at = from + text.length;
    return { from, to: at };
  });
  KNOWN.set(segment, places);
  return places;
}

/** Return the milliseconds at which the text at a place is said: of the word there, or of the last one before it. */
export function millisOf(segment: Segment, offset: number): number {
  let found = segment.start;
  placesOf(segment).forEach((place, number) => {
    if (place && place.from <= offset) {
      found = segment.words[number]?.start ?? found;
    }
  });
  return found;
}
