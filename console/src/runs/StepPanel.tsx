/** One step: how far it is and why, in words; what it was told; what it wrote. */
import { Link } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { Fragment, type ReactElement } from "react";
import { useTranslations } from "use-intl";
import type { Execution, StepView } from "../api/runQueries";
import { GuardedButton } from "../ui/rights";
import { Ago, Bytes } from "../ui/values";
import { useCostFacts } from "./costFacts";
import { LogView } from "./LogView";
import { StepBadge } from "./StepMark";
import { isFinished, reasonOf } from "./steps";
import { Took } from "./Took";
import type { RunActions } from "./useRunActions";
import { textOf } from "./values";

interface StepPanelProps {
  readonly run: Execution;
  readonly step: StepView;
  readonly actions: RunActions;
}

export function StepPanel({ run, step, actions }: StepPanelProps): ReactElement {
  const t = useTranslations("runs");
  const wrote = step.runs && step.attempts > 0;
  return (
    <section className="step-panel card" aria-label={step.name}>
      <header className="step-head">
        <div className="step-title">
          <h2 className="truncate">{step.name}</h2>
          <Link to="/catalogue/operators/$name" params={{ name: step.operator }} className="step-operator">
            {step.operator === step.name ? t("aboutOperator") : step.operator}
          </Link>
        </div>
        <StepBadge step={step} />
      </header>
      <Reason step={step} />
      <StepFacts step={step} />
      {isFinished(run) && step.runs ? (
        <div>
          <GuardedButton
            asked={{ namespace: run.namespace, verb: "create", kind: "mediaexecutions" }}
            size="small"
            isPending={actions.rerun.isPending}
            onPress={() => actions.rerun.mutate({ operators: [step.name] })}
          >
            <RotateCcw size={14} aria-hidden /> {t("rerunFrom")}
          </GuardedButton>
        </div>
      ) : null}
      <Parameters parameters={step.parameters ?? {}} />
      {wrote ? <LogView id={run.id} operator={step.name} isRunning={!isFinished(run) && !step.finishedAt} /> : null}
    </section>
  );
}

function Reason({ step }: { readonly step: StepView }): ReactElement | null {
  const t = useTranslations("runs");
  const why = reasonOf(step);
  if (step.reused) {
    return <p className="step-reason">{t("reusedFrom", { run: step.reused })}</p>;
  }
  return why ? (
    <p className="step-reason" data-state={step.state}>
      {why}
    </p>
  ) : null;
}

function StepFacts({ step }: { readonly step: StepView }): ReactElement {
  const t = useTranslations("runs");
  const after = step.after ?? [];
  const used = useCostFacts(step.cost);
  return (
    <dl className="facts">
      <dt>{t("stage")}</dt>
      <dd>{step.stage}</dd>
      {step.startedAt ? (
        <>
          <dt>{t("started")}</dt>
          <dd>
            <Ago time={step.startedAt} />
          </dd>
        </>
      ) : null}
      {typeof step.seconds === "number" ? (
        <>
          <dt>{t("took")}</dt>
          <dd>
            <Took seconds={step.seconds} />
          </dd>
        </>
      ) : null}
      {used.map(({ name, shown }) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{shown}</dd>
        </Fragment>
      ))}
      {step.attempts > 1 ? (
        <>
          <dt>{t("attempts")}</dt>
          <dd className="numbers">{step.attempts}</dd>
        </>
      ) : null}
      {after.length > 0 ? (
        <>
          <dt>{t("reads")}</dt>
          <dd>{after.join(", ")}</dd>
        </>
      ) : null}
      {step.result ? (
        <>
          <dt>{t("result")}</dt>
          <dd>
            {step.result} {step.bytes > 0 ? <Bytes bytes={step.bytes} /> : null}
          </dd>
        </>
      ) : null}
    </dl>
  );
}

function Parameters({ parameters }: { readonly parameters: Readonly<Record<string, unknown>> }): ReactElement | null {
  const t = useTranslations("runs");
  const entries = Object.entries(parameters).filter(([, value]) => value !== "" && value !== null);
  if (entries.length === 0) {
    return null;
  }
  return (
    <details className="step-parameters">
      <summary>{t("parameters", { count: entries.length })}</summary>
      <dl className="facts">
        {entries.map(([name, value]) => (
          <div key={name} className="facts-row">
            <dt>{name}</dt>
            <dd>
              <code>{textOf(value)}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
