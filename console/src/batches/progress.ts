/** How far a batch is, and what may be asked of it. */
import type { Batch, BatchRow } from "../api/batchQueries";

type Counts = Pick<BatchRow, "total" | "done" | "failed" | "running">;

/** Share of the items that have ended, well or not: 0 … 1; undefined while nobody knows how many there are. */
export function endedShare({ total, done, failed }: Counts): number | undefined {
  return total > 0 ? Math.min(1, (done + failed) / total) : undefined;
}

/** Items that have not begun. */
export function waitingItems({ total, done, failed, running }: Counts): number {
  return Math.max(0, total - done - failed - running);
}

export interface Askable {
  readonly pause: boolean;
  readonly resume: boolean;
  readonly cancel: boolean;
  readonly retry: boolean;
  readonly relist: boolean;
}

const ENDED = new Set(["Complete", "Error", "Cancelled"]);

type Asked = Pick<Batch, "state" | "suspend" | "cancel" | "failed">;

/** What can be asked of a batch as it is: what was cancelled stays so, and what has ended begins again by a retry. */
export function askable({ state, suspend, cancel, failed }: Asked): Askable {
  const goes = !cancel && !ENDED.has(state);
  return {
    pause: goes && !suspend && state !== "Paused",
    resume: goes && suspend,
    cancel: goes,
    retry: !cancel && failed > 0,
    relist: !cancel && state !== "Listing" && state !== "",
  };
}
