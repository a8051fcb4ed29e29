import { expect, test } from "vitest";
import { answerOf, readValue, repeatedName } from "./answer";

test.each([
  ["true", true],
  ["-3.5", -3.5],
  ["2026-11-29", "2026-11-29"],
  ['{"a": [1]}', { a: [1] }],
  ["{not json", "{not json"],
  ["truely", "truely"],
  ["", ""],
])("%j is %j", (text, value) => {
  expect(readValue(text)).toEqual(value);
});

test("rows make an answer; those without a name are left out, and a name stands once", () => {
  const rows = [
    { id: 0, name: " approved ", value: "true" },
    { id: 1, name: "", value: "lost" },
    { id: 2, name: "by", value: "Jane" },
  ];
  expect(answerOf(rows)).toEqual({ approved: true, by: "Jane" });
  expect(repeatedName(rows)).toBe("");
  expect(repeatedName([...rows, { id: 3, name: "by", value: "" }])).toBe("by");
});
