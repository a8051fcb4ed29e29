import { describe, expect, it } from "vitest";
import { askable, endedShare, waitingItems } from "./progress";

describe("how far a batch is", () => {
  it.each([
    [{ total: 0, done: 0, failed: 0, running: 0 }, undefined, 0],
    [{ total: 8, done: 3, failed: 1, running: 2 }, 0.5, 2],
    [{ total: 8, done: 8, failed: 0, running: 0 }, 1, 0],
    // counts of one moment may be of two readings
    [{ total: 8, done: 8, failed: 1, running: 1 }, 1, 0],
  ])("%o: %s has ended, %d wait", (counts, share, waiting) => {
    expect(endedShare(counts)).toBe(share);
    expect(waitingItems(counts)).toBe(waiting);
  });
});

describe("what can be asked of a batch", () => {
  const asked = (state: string, more: { suspend?: boolean; cancel?: boolean; failed?: number } = {}): string[] =>
    Object.entries(askable({ state, suspend: false, cancel: false, failed: 0, ...more }))
      .filter(([, may]) => may)
      .map(([name]) => name);
  it.each([
    ["Listing", {}, ["pause", "cancel"]],
    ["Started", {}, ["pause", "cancel", "relist"]],
    ["Started", { failed: 2 }, ["pause", "cancel", "retry", "relist"]],
    ["Paused", { suspend: true }, ["resume", "cancel", "relist"]],
    // more failed than the budget allows: nobody suspended it, and only what failed can run again
    ["Paused", { failed: 9 }, ["cancel", "retry", "relist"]],
    ["Complete", {}, ["relist"]],
    ["Error", { failed: 3 }, ["retry", "relist"]],
    ["Cancelled", { cancel: true, failed: 3 }, []],
  ])("of one that is %s %o: %s", (state, more, expected) => {
    expect(asked(state, more)).toEqual(expected);
  });
});
