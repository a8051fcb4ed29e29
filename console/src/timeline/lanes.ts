/** Lanes of a timeline: the moments of a result, or of each title in it, in columns sorted by time. */
import type { Kind, Moment } from "../moments/moments";
import { KINDS } from "../moments/moments";
import { firstFrom } from "../moments/sorted";

export interface Lane {
  /** The result's name, and after a slash the title where the lane is of one. */
  readonly key: string;
  readonly result: string;
  readonly operator: string;
  readonly kind: Kind;
  /** Empty for a lane of a whole result. */
  readonly title: string;
  readonly starts: Int32Array;
  /** Never before the start; equal to it for a point in time. */
  readonly ends: Int32Array;
  /** Percent; 101 where there is none, so that it is above every threshold. */
  readonly confidences: Uint8Array;
  /** The longest of them, so that a search knows how far back it begins. */
  readonly longest: number;
  /** The moments in the same order. */
  readonly moments: readonly Moment[];
  /** Whether it has lanes of titles below it. */
  readonly titles: number;
}

export const UNKNOWN = 101;
/** A result with more titles than this shows only the most frequent ones below it. */
export const MOST_TITLES = 30;

/** Return one lane for each result that has moments in time, and below those that are open one for each title. */
export function lanesOf(moments: readonly Moment[], open: ReadonlySet<string>): Lane[] {
  const byResult = grouped(timed(moments), (each) => each.result);
  const lanes: Lane[] = [];
  const ordered = [...byResult].sort(
    ([one, [a]], [other, [b]]) => rank(a as Moment) - rank(b as Moment) || (one < other ? -1 : 1),
  );
  for (const [result, found] of ordered) {
    const titles = grouped(found, (each) => each.title);
    lanes.push(laneOf(result, "", found, titles.size));
    if (!open.has(result)) continue;
    const frequent = [...titles].sort(([, one], [, other]) => other.length - one.length).slice(0, MOST_TITLES);
    for (const [title, of] of frequent) lanes.push(laneOf(`${result}/${title}`, title, of, 0));
  }
  return lanes;
}

function laneOf(key: string, title: string, moments: readonly Moment[], titles: number): Lane {
  const [first] = moments as [Moment, ...Moment[]];
  const starts = Int32Array.from(moments, (each) => each.start as number);
  const ends = Int32Array.from(moments, (each) => Math.max(each.start as number, each.end ?? 0));
  return {
    key,
    result: first.result,
    operator: first.operator,
    kind: first.kind,
    title,
    starts,
    ends,
    confidences: Uint8Array.from(moments, (each) => (each.confidence === null ? UNKNOWN : Math.floor(each.confidence))),
    longest: starts.reduce((longest, start, at) => Math.max(longest, (ends[at] as number) - start), 0),
    moments,
    titles,
  };
}

/** Return the moment of a lane at a time, or the nearest within some milliseconds; null when there is none. */
export function momentAt(lane: Lane, ms: number, within: number, least: number): Moment | null {
  let found: Moment | null = null;
  let nearest = within;
  for (let at = firstFrom(lane.starts, ms - lane.longest - within); at < lane.starts.length; at++) {
    const start = lane.starts[at] as number;
    if (start > ms + within) break;
    if ((lane.confidences[at] as number) < least) continue;
    const distance = Math.max(start - ms, ms - (lane.ends[at] as number), 0);
    if (distance <= nearest) {
      nearest = distance;
      found = lane.moments[at] ?? null;
    }
  }
  return found;
}

function timed(moments: readonly Moment[]): Moment[] {
  return moments
    .filter((each) => each.start !== null)
    .sort((one, other) => (one.start as number) - (other.start as number));
}

function rank(moment: Moment): number {
  return KINDS.indexOf(moment.kind);
}

function grouped(moments: readonly Moment[], by: (moment: Moment) => string): Map<string, Moment[]> {
  const found = new Map<string, Moment[]>();
  for (const each of moments) {
    const known = found.get(by(each));
    if (known) known.push(each);
    else found.set(by(each), [each]);
  }
  return found;
}
