/** What waits for a decision, what was decided, and which item is looked at: without React, so that it can be tested. */
import type { ReviewItem } from "../api/peopleQueries";

export type Verdict = "confirm" | "reject";

export interface Decision {
  readonly key: string;
  readonly asset: string;
  readonly verdict: Verdict;
  /** The edit that says so, by which it is taken back. */
  readonly edit: string;
}

export interface Progress {
  /** Oldest first. */
  readonly decisions: readonly Decision[];
  /** Keys of items that are to be looked at again, after all others. */
  readonly later: readonly string[];
}

export const NOTHING_DONE: Progress = { decisions: [], later: [] };

/** What tells an item from all others, also after the list was read again. */
export function keyOf(item: Pick<ReviewItem, "asset" | "result" | "title" | "start" | "boxes">): string {
  const left = item.boxes?.[0]?.left ?? "";
  return [item.asset.id, item.result, item.start ?? "", left, item.title].join("~");
}

/** Items that nobody has decided, in the order in which they are shown: those for a second look last. */
export function waiting(items: readonly ReviewItem[], { decisions, later }: Progress): ReviewItem[] {
  const decided = new Set(decisions.map((each) => each.key));
  const open = items.filter((each) => !decided.has(keyOf(each)));
  const place = (item: ReviewItem): number => later.indexOf(keyOf(item));
  return [...open].sort((one, other) => place(one) - place(other));
}

/** The item that an address names, or else the first that waits. */
export function shownOf(open: readonly ReviewItem[], key: string): ReviewItem | undefined {
  return open.find((each) => keyOf(each) === key) ?? open[0];
}

/** The item beside another; at an end, none. */
export function besideOf(open: readonly ReviewItem[], item: ReviewItem, step: 1 | -1): ReviewItem | undefined {
  return open[open.indexOf(item) + step];
}

export function decided(progress: Progress, decision: Decision): Progress {
  return { ...progress, decisions: [...progress.decisions, decision] };
}

export function postponed(progress: Progress, key: string): Progress {
  return { ...progress, later: [...progress.later.filter((each) => each !== key), key] };
}

export function takenBack(progress: Progress, edit: string): Progress {
  return { ...progress, decisions: progress.decisions.filter((each) => each.edit !== edit) };
}
