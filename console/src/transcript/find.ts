/** Finding in a transcript: a browser's own search sees only what is on screen, and this list shows only that. */
import type { Segment, Transcript } from "./transcript";

export interface Match {
  readonly segment: number;
  /** Place in the segment's text, in UTF-16 units, and behind its end. */
  readonly from: number;
  readonly to: number;
}

interface Folded {
  readonly text: string;
  /** Where each unit of the folded text stands in the text itself; one more for the end. */
  readonly places: Uint16Array;
}

/** Segments never change, so that what was folded once is good for as long as the segment is there. */
const FOLDED = new WeakMap<Segment, Folded>();
export const MOST_MATCHES = 5000;

/** Return where a text stands, in any case and width; no more than MOST_MATCHES. */
export function matchesIn(transcript: Transcript, query: string): Match[] {
  const wanted = folded(query.trim()).text;
  const found: Match[] = [];
  if (wanted === "") return found;
  for (const [segment, each] of transcript.segments.entries()) {
    const { text, places } = foldedOf(each);
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      found.push({ segment, from: places[at] as number, to: places[at + wanted.length] as number });
      if (found.length >= MOST_MATCHES) return found;
    }
  }
  return found;
}

function foldedOf(segment: Segment): Folded {
  const known = FOLDED.get(segment);
  if (known) return known;
  const made = folded(segment.text);
  FOLDED.set(segment, made);
  return made;
}

function folded(text: string): Folded {
  const parts: string[] = [];
  const places: number[] = [];
  let place = 0;
  for (const letter of text) {
    const plain = letter.normalize("NFKC").toLowerCase();
    parts.push(plain);
    for (let unit = 0; unit < plain.length; unit++) places.push(place);
    place += letter.length;
  }
  return { text: parts.join(""), places: Uint16Array.from([...places, place]) };
}
