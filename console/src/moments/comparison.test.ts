import { describe, expect, it } from "vitest";
import { changedValues, compared } from "./comparison";
import type { Moment } from "./moments";

const found = (title: string, start: number | null, end: number | null = null, more: Partial<Moment> = {}): Moment => ({
  id: `${title} ${start}`,
  result: "labels",
  operator: "label_detection",
  kind: "Label",
  title,
  start,
  end,
  confidence: 80,
  best: null,
  count: 1,
  boxes: [],
  fields: {},
  ...more,
});

describe("two runs", () => {
  it.each([
    ["find the same", [found("Dog", 0, 1000)], [found("Dog", 0, 1000)], { both: 1, one: [], other: [] }],
    [
      "find it at about the same time",
      [found("Dog", 0, 1000)],
      [found("Dog", 900, 2000)],
      { both: 1, one: [], other: [] },
    ],
    [
      "find it at other times",
      [found("Dog", 0, 1000)],
      [found("Dog", 1001, 2000)],
      { both: 0, one: ["Dog 0"], other: ["Dog 1001"] },
    ],
    [
      "find other things",
      [found("Dog", 0, 1000)],
      [found("Cat", 0, 1000)],
      { both: 0, one: ["Dog 0"], other: ["Cat 0"] },
    ],
    [
      "find one of two",
      [found("Dog", 0, 900), found("Dog", 500, 900)],
      [found("Dog", 0, 900)],
      { both: 1, one: ["Dog 500"], other: [] },
    ],
    ["find what has no time", [found("Dog", null)], [found("Dog", null)], { both: 1, one: [], other: [] }],
  ])("%s", (_, one, other, expected) => {
    const [result] = compared(one, other);
    const ids = (moments: readonly Moment[] = []) => moments.map((each) => each.id);
    expect({ both: result?.both, one: ids(result?.one), other: ids(result?.other) }).toEqual(expected);
  });

  it("are compared where both looked", () => {
    expect(compared([found("Dog", 0)], [found("Hello", 0, 1, { result: "words" })])).toEqual([]);
  });

  it("say which parameters differ", () => {
    expect(changedValues({ least: 50, names: ["a"], same: 1 }, { least: 80, more: true, same: 1 })).toEqual([
      { name: "least", one: "50", other: "80" },
      { name: "more", one: "", other: "true" },
      { name: "names", one: '["a"]', other: "" },
    ]);
  });
});
