/**
 * Marks words in a text that stays one text: the word that is said, and what was found (CSS Custom Highlights).
 *
 * No element is made for a word, so that a transcript of four hours has as many elements as sentences.
 */
import { type RefObject, useEffect } from "react";
import type { Match } from "../../transcript/find";
import { placesOf } from "../../transcript/places";
import type { Transcript } from "../../transcript/transcript";
import { useAssetView } from "../assetView";
import { useInstant } from "../useClock";

/** Names in asset.css. */
const SAID = "said";
const FOUND = "found";
const FOUND_HERE = "found-here";

export function useWordMarks(
  list: RefObject<HTMLElement | null>,
  transcript: Transcript,
  matches: readonly Match[],
  here: Match | undefined,
): void {
  const { clock } = useAssetView();
  useInstant(clock, ({ ms }) => {
    const segment = transcript.at(ms);
    const word = transcript.wordAt(segment, ms);
    const of = transcript.segments[segment];
    const place = of && word >= 0 ? placesOf(of)[word] : null;
    mark(SAID, place ? [rangeOf(list.current, segment, place.from, place.to)] : []);
  });
  useEffect(() => {
    mark(
      FOUND,
      matches.map((each) => rangeOf(list.current, each.segment, each.from, each.to)),
    );
    mark(FOUND_HERE, here ? [rangeOf(list.current, here.segment, here.from, here.to)] : []);
    return () => {
      for (const each of [SAID, FOUND, FOUND_HERE]) {
        globalThis.CSS.highlights?.delete(each);
      }
    };
  }, [list, matches, here]);
}

function mark(name: string, ranges: readonly (Range | null)[]): void {
  const known = ranges.filter((each) => each !== null);
  // A browser without highlights still follows: the sentence itself is marked.
  if (globalThis.CSS.highlights) {
    CSS.highlights.set(name, new Highlight(...known));
  }
}

function rangeOf(list: HTMLElement | null, segment: number, from: number, to: number): Range | null {
  const text = list?.querySelector(`[data-segment="${segment}"] .segment-text`)?.firstChild;
  if (!text || to > (text.textContent?.length ?? 0)) {
    return null;
  }
  const range = document.createRange();
  range.setStart(text, from);
  range.setEnd(text, to);
  return range;
}
