import { expect, test } from "vitest";
import { brokenRules, type Cue, captionsIn, columnsOf, speedOf } from "./cues";

const RULES = captionsIn({
  Conformance: [
    { Rule: "ReadingSpeed", Limit: 17, Unit: "columns/s", Broken: 1, Of: 3, Source: "Netflix" },
    { Rule: "MinDuration", Limit: 0.833, Unit: "s", Broken: 0, Of: 3, Source: "Netflix" },
    { Rule: "MaxDuration", Limit: 7, Unit: "s", Broken: 0, Of: 3, Source: "Netflix" },
    { Rule: "MinGap", Limit: 0.083, Unit: "s", Broken: 0, Of: 2, Source: "Netflix" },
    { Rule: "NoOverlap", Limit: 0, Unit: "s", Broken: 0, Of: 2, Source: "players" },
  ],
}).rules;

function cue(start: number, end: number, text = "words"): Cue {
  return { start, end, text, language: "en" };
}

test.each([
  ["a good one", cue(0, 1000), cue(1083, 2000), []],
  ["too much to read", cue(0, 1000, "x".repeat(18)), undefined, ["ReadingSpeed"]],
  ["as much as can be read", cue(0, 1000, "x".repeat(17)), undefined, []],
  ["too short", cue(0, 800), undefined, ["MinDuration"]],
  ["exactly short enough", cue(0, 833), undefined, []],
  ["too long", cue(0, 7001), undefined, ["MaxDuration"]],
  ["too close to the next", cue(0, 1000), cue(1050, 2000), ["MinGap"]],
  ["over the next", cue(0, 1000), cue(900, 2000), ["MinGap", "NoOverlap"]],
])("%s", (_, one, next, wanted) => {
  expect(brokenRules(one, next, RULES)).toEqual(wanted);
});

test.each([
  ["abc", 3],
  ["東京タワー", 10],
  ["e\u0301", 1],
  ["ｶﾅ", 2],
])("%s fills %d columns", (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test("captions of several languages lie in one result, and what has another shape gives nothing", () => {
  const found = captionsIn({
    CaptionsCollection: [
      { WebCaptions: [{ start: 1.6, end: 2.433, caption: "Hallo", languageCode: "de" }, { start: "1" }] },
    ],
  });
  expect(found.cues).toEqual([{ start: 1600, end: 2433, text: "Hallo", language: "de" }]);
  expect(speedOf(cue(0, 2000, "four"))).toBe(2);
  for (const other of [null, [], "text", { WebCaptions: "no list", Conformance: [1] }]) {
    expect(captionsIn(other)).toEqual({ cues: [], rules: [] });
  }
});
