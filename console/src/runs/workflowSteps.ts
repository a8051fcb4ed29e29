/** A workflow as steps, before there is an asset: who may read what whom makes, as the operators declare it. */
import type { Schema } from "../api/client";
import type { GraphStep } from "./graph";

export interface WorkflowStep extends GraphStep {
  readonly operator: string;
  readonly isEnabled: boolean;
  readonly configuration: Readonly<Record<string, unknown>>;
}

type OperatorSpec = Schema<"OperatorView">["spec"];

/** Return the steps of a workflow in its order; an operator that is not installed reads and makes nothing. */
export function stepsOf(
  workflow: Schema<"MediaWorkflowSpec">,
  operators: readonly Schema<"OperatorView">[],
): WorkflowStep[] {
  const specs = new Map(operators.map((each) => [each.name, each.spec]));
  const listed = workflow.stages.flatMap((stage) =>
    stage.operators.map((each) => ({ stage: stage.name, entry: each, name: each.alias ?? each.name })),
  );
  return listed.map(({ stage, entry, name }) => {
    const spec = specs.get(entry.name);
    const makers = listed
      .filter((other) => other.name !== name)
      .map((other) => ({ ...other, spec: specs.get(other.entry.name) }));
    const read = (spec?.inputs ?? []).map((input) => ({
      isOptional: input.optional,
      from: makers.filter((other) => other.spec && makes(other.spec, input)).map((other) => other.name),
    }));
    const needed = new Set(read.filter((each) => !each.isOptional).flatMap((each) => each.from));
    const after = [...new Set(read.flatMap((each) => each.from))].sort();
    return {
      name,
      stage,
      operator: entry.name,
      isEnabled: entry.enabled,
      configuration: entry.configuration ?? {},
      after,
      optionalAfter: after.filter((each) => !needed.has(each)),
    };
  });
}

function makes(spec: OperatorSpec, input: Schema<"OperatorInput">): boolean {
  if (input.result) {
    return spec.resultName === input.result;
  }
  return (input.media ?? []).some((medium) => spec.outputs.some((output) => output.media === medium));
}
