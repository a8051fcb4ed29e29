import { describe, expect, it } from "vitest";
import { type Aimed, aimedAt, type Target } from "./target";

const target = (workflow: string, most = 0, namespace = "local"): Target => ({
  namespace,
  workflow,
  configuration: most > 0 ? { words: { most } } : {},
});
const after = (...chosen: readonly Target[]): Target =>
  chosen.reduce<Aimed>(aimedAt, { target: target("reading"), isFixed: false }).target;

describe("a file on its way", () => {
  it.each([
    ["gets other settings of its workflow", [target("reading", 3)], target("reading", 3)],
    ["keeps its workflow", [target("looking")], target("reading")],
    ["keeps its namespace", [target("reading", 3, "other")], target("reading")],
    ["keeps what it had", [target("reading", 3), target("looking", 5)], target("reading", 3)],
    ["is left alone from then on", [target("reading", 3), target("looking"), target("reading")], target("reading", 3)],
  ])("%s", (_, chosen, wanted) => {
    expect(after(...chosen)).toEqual(wanted);
  });
});
