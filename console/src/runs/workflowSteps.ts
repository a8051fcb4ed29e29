/** A workflow as steps: what stands in it, and how the server wires them over a file of some kind. */
import type { Schema } from "../api/client";
import type { GraphStep } from "./graph";

export interface WorkflowStep extends GraphStep {
  readonly operator: string;
  readonly isEnabled: boolean;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Why it does not run over such a file; empty where it does, or where nobody knows yet. */
  readonly skipped: string;
}

/** Return the steps of a workflow in its order; without a plan, nobody is said to read from anybody. */
export function stepsOf(workflow: Schema<"MediaWorkflowSpec">, plan: Schema<"PlanView"> | null): WorkflowStep[] {
  const planned = new Map((plan?.steps ?? []).map((each) => [each.name, each]));
  return workflow.stages.flatMap((stage) =>
    stage.operators.map((each) => {
      const name = each.alias || each.name;
      const step = planned.get(name);
      return {
        name,
        stage: stage.name,
        operator: each.name,
        isEnabled: each.enabled,
        configuration: each.configuration ?? {},
        after: step?.after ?? [],
        optionalAfter: step?.optionalAfter ?? [],
        skipped: step?.skipped ?? "",
      };
    }),
  );
}
