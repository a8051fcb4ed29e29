import { expect, test } from "vitest";
import { EMPTY_LOG, ended, withText } from "./logLines";

test("lines are whole, however their pieces arrive", () => {
  const log = ["proxy: one\npro", "xy: two: three\n", "wait: "].reduce(
    (found, text) => withText(found, text),
    EMPTY_LOG,
  );
  expect(log.lines.map((each) => `${each.number} ${each.operator}|${each.text}`)).toEqual([
    "0 proxy|one",
    "1 proxy|two: three",
  ]);
  expect(ended(log).lines.at(-1)).toEqual({ number: 2, operator: "wait", text: "" });
  expect(ended(ended(log))).toEqual(ended(log));
});

test("the oldest lines go, and are counted", () => {
  const log = withText(EMPTY_LOG, "a: 1\na: 2\na: 3\n", 2);
  expect(log.dropped).toBe(1);
  expect(log.lines.map((each) => each.text)).toEqual(["2", "3"]);
  expect(withText(log, "a: 4\n", 2).lines.map((each) => each.number)).toEqual([2, 3]);
});
