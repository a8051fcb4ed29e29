/** A workflow as a graph, as a list, and as YAML; and one of its steps. */
import { Link } from "@tanstack/react-router";
import { CircleDashed, CircleOff } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import type { Schema } from "../api/client";
import { PlanGraph } from "../runs/PlanGraph";
import { textOf } from "../runs/values";
import type { WorkflowStep } from "../runs/workflowSteps";
import { CopyButton } from "../ui/ProblemNote";
import { Badge } from "../ui/states";
import { WeakBadge } from "./Weak";
import { yamlOf } from "./yaml";

interface StepsProps {
  readonly steps: readonly WorkflowStep[];
  readonly selected: string;
  readonly onSelect: (name: string) => void;
}

const isRun = (step: WorkflowStep): boolean => step.isEnabled && step.skipped === "";

export function StepGraph({ steps, selected, onSelect }: StepsProps): ReactElement {
  const t = useTranslations("catalogue");
  return (
    <PlanGraph
      selected={selected}
      onSelect={onSelect}
      steps={steps.map((each) => ({
        ...each,
        words: `, ${each.stage}. ${each.skipped}`,
        mark: isRun(each) ? (
          <CircleDashed size={18} aria-hidden className="step-mark" />
        ) : (
          <CircleOff size={18} aria-hidden className="step-mark" />
        ),
        more: isRun(each)
          ? each.operator === each.name
            ? each.stage
            : each.operator
          : t(each.isEnabled ? "leftOut" : "off"),
        tone: "neutral",
        isOff: !isRun(each),
      }))}
    />
  );
}

export function StepRows({ steps, selected, onSelect }: StepsProps): ReactElement {
  const t = useTranslations("catalogue");
  const stages = [...new Set(steps.map((each) => each.stage))];
  return (
    <div className="step-list">
      {stages.map((stage) => (
        <section key={stage}>
          <h2 className="step-stage">{stage}</h2>
          <ul>
            {steps
              .filter((each) => each.stage === stage)
              .map((each) => (
                <li key={each.name}>
                  <button
                    type="button"
                    className="step-row"
                    aria-pressed={each.name === selected}
                    onClick={() => onSelect(each.name)}
                  >
                    <span className="step-row-name">{each.name}</span>
                    <span className="step-row-why">
                      {each.skipped || (each.operator === each.name ? "" : each.operator)}
                    </span>
                    {each.isEnabled ? null : <Badge>{t("off")}</Badge>}
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

interface WorkflowStepPanelProps {
  readonly step: WorkflowStep;
  readonly operator: Schema<"OperatorView"> | undefined;
}

export function WorkflowStepPanel({ step, operator }: WorkflowStepPanelProps): ReactElement {
  const t = useTranslations("catalogue");
  const configuration = Object.entries(step.configuration);
  return (
    <section className="step-panel card" aria-label={step.name}>
      <header className="step-head">
        <div className="step-title">
          <h2 className="truncate">{step.name}</h2>
          <Link to="/catalogue/operators/$name" params={{ name: step.operator }} className="step-operator">
            {step.operator}
          </Link>
        </div>
        {operator?.weak ? <WeakBadge /> : null}
        {step.isEnabled ? null : <Badge>{t("off")}</Badge>}
      </header>
      <p>{operator ? operator.spec.description : t("notInstalled")}</p>
      {step.skipped && step.isEnabled ? <p className="muted">{step.skipped}</p> : null}
      <dl className="facts">
        <dt>{t("stage")}</dt>
        <dd>{step.stage}</dd>
        {step.after.length > 0 ? (
          <>
            <dt>{t("reads")}</dt>
            <dd>{step.after.join(", ")}</dd>
          </>
        ) : null}
        {configuration.map(([name, value]) => (
          <div key={name} className="facts-row">
            <dt>{name}</dt>
            <dd>
              <code>{textOf(value)}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function WorkflowYaml({ workflow }: { readonly workflow: Schema<"WorkflowView"> }): ReactElement {
  const t = useTranslations("catalogue");
  const text = yamlOf({
    apiVersion: "mediainsights.dev/v1alpha1",
    kind: "MediaWorkflow",
    metadata: { name: workflow.name, namespace: workflow.namespace },
    spec: workflow.spec,
  });
  return (
    <section className="workflow-yaml card" aria-label={t("viewYaml")}>
      <header>
        <p className="muted">{t("yamlText")}</p>
        <CopyButton label={t("copy")} text={text} />
      </header>
      <pre tabIndex={0}>{text}</pre>
    </section>
  );
}
