/** Steps of a plan in the words and tones in which they are shown, and what may be done with a run. */
import type { Execution, StepView } from "../api/runQueries";
import type { Messages } from "../i18n/locales";
import type { Tone } from "./states";

export interface ShownStep {
  readonly word: keyof Messages["runs"] & `step${string}`;
  readonly tone: Tone;
  readonly icon: "pending" | "running" | "waiting" | "done" | "reused" | "skipped" | "failed" | "stopped";
}

const SHOWN: Readonly<Record<StepView["state"], ShownStep>> = {
  "Not Started": { word: "stepPending", tone: "neutral", icon: "pending" },
  Started: { word: "stepStarting", tone: "info", icon: "running" },
  Executing: { word: "stepRunning", tone: "info", icon: "running" },
  Waiting: { word: "stepWaiting", tone: "warn", icon: "waiting" },
  Complete: { word: "stepDone", tone: "good", icon: "done" },
  Skipped: { word: "stepSkipped", tone: "neutral", icon: "skipped" },
  Error: { word: "stepFailed", tone: "bad", icon: "failed" },
  TimedOut: { word: "stepTimedOut", tone: "bad", icon: "failed" },
  Cancelled: { word: "stepCancelled", tone: "neutral", icon: "stopped" },
};
const REUSED: ShownStep = { word: "stepReused", tone: "good", icon: "reused" };

/** How a step is shown; one whose earlier result is taken over says so. */
export function shownStep(step: Pick<StepView, "state" | "reused">): ShownStep {
  return step.reused && step.state === "Complete" ? REUSED : SHOWN[step.state];
}

/** Why a step is as it is, in the server's words; empty when there is nothing to say. */
export function reasonOf(step: Pick<StepView, "message" | "skipped">): string {
  return step.message || step.skipped;
}

const FINISHED = new Set(["Complete", "Error", "Cancelled", "TimedOut"]);
const BAD = new Set(["Error", "Cancelled", "TimedOut"]);

export function isFinished(run: Pick<Execution, "state">): boolean {
  return FINISHED.has(run.state);
}

/** Whether only what did not end well can be run again. */
export function canRepeatFailed(run: Pick<Execution, "state">): boolean {
  return BAD.has(run.state);
}

/** Milliseconds that a run took, or has taken so far; null before its start. */
export function tookMs(run: Pick<Execution, "startedAt" | "finishedAt">, now: number): number | null {
  if (!run.startedAt) {
    return null;
  }
  return Math.max(0, (run.finishedAt ? Date.parse(run.finishedAt) : now) - Date.parse(run.startedAt));
}

/** Steps by stage, in the order of the plan; stages without steps are left out. */
export function byStage(
  steps: readonly StepView[],
): readonly { readonly stage: string; readonly steps: readonly StepView[] }[] {
  const stages = [...new Set(steps.map((each) => each.stage))];
  return stages.map((stage) => ({ stage, steps: steps.filter((each) => each.stage === stage) }));
}

/** The step to show first: one that failed, waits or runs, else the first. */
export function mostTelling(steps: readonly StepView[]): StepView | undefined {
  const order: readonly StepView["state"][] = ["Error", "TimedOut", "Waiting", "Executing", "Started"];
  return order.flatMap((state) => steps.filter((each) => each.state === state))[0] ?? steps[0];
}
