/** States of assets and runs, in the words and tones in which they are shown. */
import type { Messages } from "../i18n/locales";

export type Tone = "neutral" | "good" | "warn" | "bad" | "info" | "accent";

export interface ShownState {
  readonly word: keyof Messages["state"];
  readonly tone: Tone;
  /** Whether it goes on by itself. */
  readonly moves: boolean;
}

const SHOWN: Readonly<Record<string, ShownState>> = {
  "": { word: "new", tone: "neutral", moves: true },
  Queued: { word: "queued", tone: "info", moves: true },
  Started: { word: "running", tone: "info", moves: true },
  Resumed: { word: "running", tone: "info", moves: true },
  Waiting: { word: "asking", tone: "warn", moves: false },
  Complete: { word: "complete", tone: "good", moves: false },
  NoWorkflows: { word: "noWorkflows", tone: "neutral", moves: false },
  Error: { word: "failed", tone: "bad", moves: false },
  TimedOut: { word: "timedOut", tone: "bad", moves: false },
  Cancelled: { word: "cancelled", tone: "neutral", moves: false },
  Listing: { word: "listing", tone: "info", moves: true },
  Paused: { word: "paused", tone: "warn", moves: false },
  Watching: { word: "watching", tone: "good", moves: true },
  Suspended: { word: "suspended", tone: "warn", moves: false },
  OnHold: { word: "held", tone: "warn", moves: false },
};
const REFUSED: ShownState = { word: "refused", tone: "bad", moves: false };

/** How a state is shown; one that is not in the table is a reason why an asset was not accepted. */
export function shownState(state: string): ShownState {
  return Object.hasOwn(SHOWN, state) ? (SHOWN[state] ?? REFUSED) : REFUSED;
}

/** How far a run is, from `7/12`: 0 … 1; undefined before it is known. */
export function fractionOf(progress: string): number | undefined {
  const [done, all] = progress.split("/").map(Number);
  return done === undefined || !all || Number.isNaN(done) ? undefined : Math.min(1, done / all);
}
