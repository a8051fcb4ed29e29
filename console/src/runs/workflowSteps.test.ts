import { expect, it } from "vitest";
import type { Schema } from "../api/client";
import { stepsOf } from "./workflowSteps";

const WORKFLOW = {
  stages: [
    { name: "prepare", operators: [{ name: "proxy", enabled: true }] },
    {
      name: "analyze",
      operators: [{ name: "labels", alias: "more-labels", enabled: false, configuration: { min: 5 } }],
    },
  ],
} as Schema<"MediaWorkflowSpec">;
const PLAN = {
  steps: [
    { name: "proxy", after: [], optionalAfter: [], skipped: "" },
    { name: "more-labels", after: ["proxy"], optionalAfter: ["proxy"], skipped: "disabled" },
  ],
} as unknown as Schema<"PlanView">;

it("are wired as the server says", () => {
  const [proxy, labels] = stepsOf(WORKFLOW, PLAN);
  expect(proxy).toMatchObject({ name: "proxy", stage: "prepare", after: [], skipped: "" });
  expect(labels).toMatchObject({
    name: "more-labels",
    operator: "labels",
    isEnabled: false,
    configuration: { min: 5 },
    after: ["proxy"],
    optionalAfter: ["proxy"],
    skipped: "disabled",
  });
});

it("are not guessed to read from anybody before the server has said so", () => {
  expect(stepsOf(WORKFLOW, null).map((each) => each.after)).toEqual([[], []]);
});
