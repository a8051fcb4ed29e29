/** What a run would do before it is one: each step, whether it runs and why not, and a form for what can be set. */
import { useQuery } from "@tanstack/react-query";
import { ChevronRight, CircleDashed, CircleSlash, List, Network } from "lucide-react";
import { lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";
import {
  Button as AriaButton,
  Disclosure,
  DisclosurePanel,
  ToggleButton,
  ToggleButtonGroup,
} from "react-aria-components";
import { useTranslations } from "use-intl";
import type { Schema } from "../api/client";
import { operatorsQuery } from "../api/queries";
import { WeakBadge } from "../catalogue/Weak";
import { fieldsOf, type Values, withValue } from "../forms/fields";
import { SchemaForm } from "../forms/SchemaForm";
import { CheckInput } from "../ui/fields";
import { ProblemNote } from "../ui/ProblemNote";
import { Skeletons } from "../ui/states";
import { ProblemList } from "./ProblemList";
import { sortedProblems } from "./problems";
import type { Asked, Configuration } from "./useDryRun";
import "./dryrun.css";

const PlanGraph = lazy(() => import("../runs/PlanGraph").then((found) => ({ default: found.PlanGraph })));
type Step = Schema<"StepView">;
type WorkflowSpec = Schema<"MediaWorkflowSpec">;

interface DryRunProps {
  readonly workflow: WorkflowSpec;
  readonly asked: Asked;
  readonly configuration: Configuration;
  readonly onChange: (configuration: Configuration) => void;
}

export function DryRunView({ workflow, asked, configuration, onChange }: DryRunProps): ReactElement {
  const t = useTranslations("forms");
  const operators = useQuery(operatorsQuery);
  const [view, setView] = useState<"list" | "graph">("list");
  const listed = workflow.stages.flatMap((stage) =>
    stage.operators.map((entry) => ({ entry, stage: stage.name, name: entry.alias || entry.name })),
  );
  const steps = new Map((asked.data?.plan?.steps ?? []).map((each) => [each.name, each]));
  const problems = sortedProblems(
    asked.data?.problems ?? [],
    listed.map((each) => each.name),
  );
  const change = (name: string, values: Values): void =>
    onChange(withValue(configuration, name, Object.keys(values).length > 0 ? values : undefined) as Configuration);
  return (
    <section className="dry-run" aria-label={t("dryRun")} aria-busy={asked.isOld}>
      <div className="dry-run-head">
        <p role="status">
          <Summary asked={asked} />
        </p>
        <ToggleButtonGroup
          className="segmented"
          aria-label={t("view")}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[view]}
          onSelectionChange={([chosen]) => setView(chosen === "graph" ? "graph" : "list")}
        >
          <ToggleButton id="list" className="button" data-size="small">
            <List size={15} aria-hidden /> {t("list")}
          </ToggleButton>
          <ToggleButton id="graph" className="button" data-size="small">
            <Network size={15} aria-hidden /> {t("graph")}
          </ToggleButton>
        </ToggleButtonGroup>
      </div>
      {asked.error ? <ProblemNote error={asked.error} onRetry={asked.refetch} /> : null}
      <ProblemList problems={problems.others} />
      {view === "graph" ? (
        <Suspense fallback={<Skeletons count={2} height={60} />}>
          <Graph steps={asked.data?.plan?.steps ?? []} />
        </Suspense>
      ) : (
        <ul className="dry-steps">
          {listed.map(({ name, entry, stage }) => (
            <StepRow
              key={name}
              name={name}
              stage={stage}
              entry={entry}
              step={steps.get(name)}
              operator={operators.data?.items.find((each) => each.name === entry.name)}
              values={configuration[name] ?? {}}
              errors={problems.bySteps[name] ?? {}}
              onChange={(values) => change(name, values)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Summary({ asked }: { readonly asked: Asked }): ReactNode {
  const t = useTranslations("forms");
  if (!asked.data) {
    return asked.error ? null : t("asking");
  }
  const { plan, problems } = asked.data;
  if (!plan) {
    return <b className="dry-bad">{t("wrong", { count: problems.length })}</b>;
  }
  const steps = plan.steps ?? [];
  const run = steps.filter((each) => each.runs).length;
  return t("summary", { run, skipped: steps.length - run });
}

function Graph({ steps }: { readonly steps: readonly Step[] }): ReactElement {
  const t = useTranslations("forms");
  const [selected, setSelected] = useState("");
  const chosen = steps.find((each) => each.name === selected);
  return (
    <>
      <PlanGraph
        selected={selected}
        onSelect={setSelected}
        steps={steps.map((each) => ({
          name: each.name,
          stage: each.stage,
          after: each.after ?? [],
          optionalAfter: each.optionalAfter ?? [],
          words: `, ${each.stage}. ${each.skipped}`,
          mark: each.runs ? <CircleDashed size={18} aria-hidden /> : <CircleSlash size={18} aria-hidden />,
          more: each.runs ? each.stage : t("skipped"),
          tone: "neutral",
          isOff: !each.runs,
        }))}
      />
      {chosen?.skipped ? <p className="muted">{`${chosen.name}: ${chosen.skipped}`}</p> : null}
    </>
  );
}

interface StepRowProps {
  readonly name: string;
  readonly stage: string;
  readonly entry: Schema<"StageOperator">;
  readonly step: Step | undefined;
  readonly operator: Schema<"OperatorView"> | undefined;
  readonly values: Values;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (values: Values) => void;
}

function StepRow({ name, stage, entry, step, operator, values, errors, onChange }: StepRowProps): ReactElement {
  const t = useTranslations("forms");
  const isOn = (values["enabled"] ?? entry.enabled) !== false;
  const fields = fieldsOf(operator?.spec.parameters ?? {});
  const set = Object.keys(values).filter((each) => each !== "enabled").length;
  const said = Object.values(errors).join(" ");
  const toggle = (on: boolean): void => onChange(withValue(values, "enabled", on === entry.enabled ? undefined : on));
  return (
    <li className="dry-step" data-off={step ? !step.runs : !isOn}>
      <Disclosure>
        <div className="dry-step-head">
          <CheckInput isSelected={isOn} onChange={toggle}>
            <span className="dry-step-name">{name}</span>
          </CheckInput>
          <span className="muted dry-step-stage">{stage}</span>
          {operator?.weak ? <WeakBadge /> : null}
          {set > 0 ? <span className="badge">{t("changed", { count: set })}</span> : null}
          <span className="dry-step-why muted">{step?.skipped ?? ""}</span>
          {fields.length > 0 ? (
            <AriaButton slot="trigger" className="button dry-step-open" data-kind="quiet" data-size="small">
              <ChevronRight size={15} aria-hidden /> {t("settings")} <span className="visually-hidden">{name}</span>
            </AriaButton>
          ) : null}
        </div>
        {said ? <p className="field-error">{said}</p> : null}
        <DisclosurePanel className="dry-step-form">
          <SchemaForm
            fields={fields}
            values={values}
            base={entry.configuration ?? {}}
            errors={errors}
            onChange={onChange}
          />
        </DisclosurePanel>
      </Disclosure>
    </li>
  );
}
