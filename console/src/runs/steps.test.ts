import { expect, test } from "vitest";
import type { StepView } from "../api/runQueries";
import { byStage, canRepeatFailed, isFinished, mostTelling, reasonOf, shownStep, tookMs } from "./steps";

function step(name: string, state: StepView["state"], change: Partial<StepView> = {}): StepView {
  const rest = { operator: name, stage: "analyze", runs: true, skipped: "", reused: "", waits: false, message: "" };
  return { name, state, ...rest, progress: "", attempts: 1, result: "", bytes: 0, ...change };
}

test("a result that is taken over is not one that was made", () => {
  expect(shownStep(step("a", "Complete")).word).toBe("stepDone");
  expect(shownStep(step("a", "Complete", { reused: "earlier" })).word).toBe("stepReused");
  expect(shownStep(step("a", "Error", { reused: "earlier" })).word).toBe("stepFailed");
});

test("the reason is what happened, else why it was skipped", () => {
  expect(reasonOf(step("a", "Skipped", { skipped: "no audio", message: "" }))).toBe("no audio");
  expect(reasonOf(step("a", "Error", { message: "exit code 1" }))).toBe("exit code 1");
});

test.each([
  [["Complete", "Error", "Executing"], "Error"],
  [["Complete", "Executing", "Waiting"], "Waiting"],
  [["Complete", "Not Started"], "Complete"],
] as const)("of %j, %s is shown first", (states, expected) => {
  expect(mostTelling(states.map((state, at) => step(`s${at}`, state)))?.state).toBe(expected);
});

test("steps stand by stage in the order of the plan", () => {
  const steps = [
    step("a", "Complete", { stage: "one" }),
    step("b", "Complete", { stage: "two" }),
    step("c", "Complete", { stage: "one" }),
  ];
  expect(byStage(steps).map((each) => [each.stage, each.steps.map((found) => found.name)])).toEqual([
    ["one", ["a", "c"]],
    ["two", ["b"]],
  ]);
});

test("what ended, and what of it can be repeated", () => {
  expect(["Queued", "Started", "Waiting", "Complete", "Error"].map((state) => isFinished({ state }))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(["Complete", "Error", "TimedOut"].map((state) => canRepeatFailed({ state }))).toEqual([false, true, true]);
});

test("a run takes from its start to its end, or to now", () => {
  const startedAt = "2026-01-01T00:00:00Z";
  expect(tookMs({ startedAt: null }, 0)).toBeNull();
  expect(tookMs({ startedAt, finishedAt: "2026-01-01T00:01:00Z" }, 0)).toBe(60_000);
  expect(tookMs({ startedAt }, Date.parse("2026-01-01T00:00:05Z"))).toBe(5000);
});
