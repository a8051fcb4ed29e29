import { describe, expect, test } from "vitest";
import { clockText, parseClock, secondsText, valueText } from "./format";
import { LOOKS } from "./kinds";
import { histogramOf, isSure, KINDS, linkedMoment, type Moment, neighbour } from "./moments";
import { firstFrom, lastUntil } from "./sorted";

function moment(id: string, start: number | null, change: Partial<Moment> = {}): Moment {
  const rest = { result: "labels", operator: "label_detection", kind: "Label", title: "Dog", end: null } as const;
  return { id, start, ...rest, confidence: 90, best: null, count: 1, boxes: [], fields: {}, ...change };
}

test.each([
  [0, 0, "0:00"],
  [61_999, 0, "1:01"],
  [3_723_456, 3, "1:02:03.456"],
  [9_995, 2, "0:09.99"],
  [-5, 1, "0:00.0"],
] as const)("%d ms with %d digits are %s", (ms, digits, text) => {
  expect(clockText(ms, digits)).toBe(text);
});

test.each([
  ["62.5", 62_500],
  ["1:02.5", 62_500],
  ["0:01:02.500", 62_500],
  ["1:2:3:4", null],
  ["", null],
  ["soon", null],
])("%j names %j ms", (text, ms) => {
  expect(parseClock(text)).toBe(ms);
});

test("addresses and values are short texts", () => {
  expect(secondsText(12_480)).toBe("12.480");
  expect(valueText(["a", null, 2, { x: 1 }])).toBe('a, 2, {"x":1}');
});

test("the histogram counts what has a confidence, and 100 is in the last bin", () => {
  const found = [0, 9.9, 10, 99, 100, null].map((confidence) => moment("x", 0, { confidence }));
  expect(histogramOf(found, 10)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
  expect(found.filter((each) => isSure(each, 50))).toHaveLength(3);
});

describe("from moment to moment", () => {
  const moments = [moment("none", null), moment("a", 1000), moment("b", 1020), moment("c", 5000)];

  test.each([
    [0, 1, "a"],
    [1000, 1, "c"],
    [5000, 1, undefined],
    [5000, -1, "b"],
    [1040, -1, undefined],
    [9000, -1, "c"],
  ] as const)("at %d, %d leads to %s", (ms, step, id) => {
    expect(neighbour(moments, ms, step)?.id).toBe(id);
  });

  test("a link to what is gone leads to the nearest of the same result, and says so", () => {
    expect(linkedMoment(moments, "c", { result: "", ms: 0 })).toMatchObject({ moment: { id: "c" }, isExact: true });
    expect(linkedMoment(moments, "gone", { result: "labels", ms: 4000 })).toMatchObject({
      moment: { id: "c" },
      isExact: false,
    });
    expect(linkedMoment(moments, "gone", { result: "faces", ms: 4000 })).toBeNull();
  });
});

test("kinds of one shape have colours of their own", () => {
  const looks = KINDS.map((kind) => `${LOOKS[kind].colour} ${LOOKS[kind].shape}`);
  expect(new Set(looks).size).toBe(KINDS.length);
});

test.each([
  [[1, 3, 3, 5], 3, 1, 2],
  [[1, 3, 3, 5], 4, 3, 2],
  [[1, 3, 3, 5], 0, 0, -1],
  [[1, 3, 3, 5], 9, 4, 3],
  [[], 1, 0, -1],
])("in %j, %d is first from %d and last until %d", (values, value, first, last) => {
  expect(firstFrom(values, value)).toBe(first);
  expect(lastUntil(values, value)).toBe(last);
});
