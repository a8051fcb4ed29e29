import { expect, test } from "vitest";
import type { Schema } from "../api/client";
import { stepsOf } from "./workflowSteps";

function operator(name: string, spec: object): Schema<"OperatorView"> {
  return { name, spec: { resultName: name, inputs: [], outputs: [], ...spec } } as unknown as Schema<"OperatorView">;
}

const OPERATORS = [
  operator("proxy", { outputs: [{ name: "audio", file: "a.wav", media: "Audio" }] }),
  operator("transcribe", { inputs: [{ name: "audio", media: ["Audio"], optional: false }] }),
  operator("captions", { inputs: [{ name: "words", result: "transcribe", optional: true }] }),
];

test("steps follow whoever makes what they read, by their aliases", () => {
  const workflow = {
    stages: [
      { name: "prepare", operators: [{ name: "proxy", enabled: true }] },
      {
        name: "text",
        operators: [
          { name: "transcribe", alias: "speech", enabled: true, configuration: { language: "ja" } },
          { name: "captions", enabled: false },
          { name: "not-installed", enabled: true },
        ],
      },
    ],
  } as unknown as Schema<"MediaWorkflowSpec">;

  expect(
    stepsOf(workflow, OPERATORS).map((each) => [each.name, each.after, each.optionalAfter, each.isEnabled]),
  ).toEqual([
    ["proxy", [], [], true],
    ["speech", ["proxy"], [], true],
    ["captions", ["speech"], ["speech"], false],
    ["not-installed", [], [], true],
  ]);
});
