import { expect, it } from "vitest";
import { sortedProblems } from "./problems";

it.each([
  ["/configuration/transcribe/language", { transcribe: { language: "no" } }, 0],
  ["spec.configuration.transcribe.language", { transcribe: { language: "no" } }, 0],
  ["/configuration/transcribe", { transcribe: { "": "no" } }, 0],
  ["/configuration/transcribe/labels/0", { transcribe: { labels: "no" } }, 0],
  ["/configuration/unknown/language", {}, 1],
  ["/spec/stages/0", {}, 1],
])("%s stands where it belongs", (at, bySteps, others) => {
  const found = sortedProblems([{ at, message: "no" }], ["transcribe"]);
  expect(found.bySteps).toEqual(bySteps);
  expect(found.others).toHaveLength(others);
});

it("joins what is wrong with one parameter", () => {
  const at = "/configuration/transcribe/language";
  const found = sortedProblems(
    [
      { at, message: "It is short." },
      { at, message: "It is new." },
    ],
    ["transcribe"],
  );
  expect(found.bySteps).toEqual({ transcribe: { language: "It is short. It is new." } });
});
