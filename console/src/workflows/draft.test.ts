import { describe, expect, it } from "vitest";
import {
  movedEntry,
  movedStage,
  placeOf,
  type Spec,
  specOf,
  withEntry,
  withNewStage,
  withOperator,
  withoutEntry,
  withoutStage,
} from "./draft";

const SPEC = {
  stages: [
    { name: "prepare", operators: [{ name: "proxy", enabled: true }] },
    { name: "analyze", operators: [{ name: "labels", enabled: true }] },
  ],
} as Spec;
const shape = (spec: Spec): string =>
  spec.stages.map((each) => `${each.name}: ${each.operators.map((e) => e.alias ?? e.name).join(" ")}`).join("; ");

describe("a workflow that is edited", () => {
  it.each([
    ["an operator is added", withOperator(SPEC, 0, "faces"), "prepare: proxy faces; analyze: labels"],
    ["a second one gets a name", withOperator(SPEC, 0, "labels"), "prepare: proxy labels-2; analyze: labels"],
    ["an operator goes", withoutEntry(SPEC, 0, 0), "prepare: ; analyze: labels"],
    ["an operator moves on", movedEntry(SPEC, 0, 0, 1), "prepare: ; analyze: labels proxy"],
    ["an operator stays at the end", movedEntry(SPEC, 1, 0, 1), "prepare: proxy; analyze: labels"],
    ["a stage is added", withNewStage(SPEC), "prepare: proxy; analyze: labels; stage-2: "],
    ["a stage goes", withoutStage(SPEC, 0), "analyze: labels"],
    ["stages change places", movedStage(SPEC, 0, 1), "analyze: labels; prepare: proxy"],
    ["a stage stays at the end", movedStage(SPEC, 1, 1), "prepare: proxy; analyze: labels"],
  ])("%s", (_, spec, expected) => {
    expect(shape(spec)).toBe(expected);
  });

  it("keeps what is not changed", () => {
    const changed = withEntry(SPEC, 1, 0, { enabled: false });
    expect(changed.stages[1]?.operators[0]).toEqual({ name: "labels", enabled: false });
    expect(changed.stages[0]).toEqual(SPEC.stages[0]);
  });
});

it.each([
  ["/spec/stages/1/operators/0/configuration/most", { stage: 1, entry: 0, parameter: "most" }],
  ["/spec/stages/1/operators/0/name", { stage: 1, entry: 0, parameter: "" }],
  ["/spec/stages/1", { stage: 1, entry: -1, parameter: "" }],
  ["/spec/priority", { stage: -1, entry: -1, parameter: "" }],
])("%s is a place", (at, place) => {
  expect(placeOf(at)).toEqual(place);
});

describe("what somebody wrote", () => {
  it("is filled with what it leaves out", () => {
    expect(specOf({ priority: 3, stages: [{ operators: [{ name: "proxy" }] }] })).toEqual({
      priority: 3,
      description: "",
      scheduling: "DataFlow",
      stages: [{ name: "", operators: [{ name: "proxy", enabled: true, configuration: {} }] }],
    });
  });
  it("keeps what only the server can judge", () => {
    const stages = [{ name: "one", operators: [{ name: "proxy", enabled: false, configuration: { a: [1] }, odd: 1 }] }];
    expect(specOf({ description: "It", scheduling: "Sometimes", stages, more: true })).toEqual({
      description: "It",
      scheduling: "Sometimes",
      stages,
      more: true,
    });
  });
  it.each([
    null,
    [],
    {},
    { stages: {} },
    { stages: [1] },
    { stages: [{}] },
    { stages: [{ operators: [{}] }] },
    { stages: [{ operators: [{ name: "a", alias: 1 }] }] },
  ])("is no workflow of stages: %j", (written) => {
    expect(specOf(written)).toBeUndefined();
  });
});
