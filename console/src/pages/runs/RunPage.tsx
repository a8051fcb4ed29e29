/** One run: its plan before, during and after, step by step, with reasons, logs, and what can be done. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { List, Network, ScrollText, Workflow } from "lucide-react";
import type { ReactElement } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useTranslations } from "use-intl";
import { problemOf } from "../../api/problems";
import { type Execution, executionQuery, type PlanView, planQuery } from "../../api/runQueries";
import { useWhileOpen } from "../../app/whileOpen";
import { AnswerForm } from "../../runs/AnswerForm";
import { LogView } from "../../runs/LogView";
import { RunGraph } from "../../runs/RunGraph";
import { RunHeader } from "../../runs/RunHeader";
import { RunList } from "../../runs/RunList";
import { StepPanel } from "../../runs/StepPanel";
import { canRepeatFailed, isFinished, mostTelling } from "../../runs/steps";
import { type RunActions, useRunActions } from "../../runs/useRunActions";
import { WaitingNote } from "../../runs/WaitingNote";
import { PageOfOne } from "../../ui/PageOfOne";
import { ProblemNote } from "../../ui/ProblemNote";
import { Empty, Skeletons } from "../../ui/states";
import "./runs.css";

const route = getRouteApi("/runs/$id");
const VIEWS = { graph: Network, list: List, log: ScrollText } as const;
const NAMES = { graph: "viewGraph", list: "viewList", log: "viewLog" } as const;
type View = keyof typeof VIEWS;

export function RunPage(): ReactElement {
  const t = useTranslations("runs");
  const { id } = route.useParams();
  const run = useQuery(executionQuery(id));
  const actions = useRunActions(id);
  const title = run.data ? `${run.data.asset} – ${run.data.workflow}` : t("title");
  const gone = (
    <Empty icon={Workflow} title={t("gone")} actions={<Link to="/runs">{t("toRuns")}</Link>}>
      <p>{t("goneText")}</p>
    </Empty>
  );
  return (
    <PageOfOne title={title} asked={run} gone={gone}>
      {(found) => <Run run={found} actions={actions} />}
    </PageOfOne>
  );
}

interface RunProps {
  readonly run: Execution;
  readonly actions: RunActions;
}

function Run({ run, actions }: RunProps): ReactElement {
  const plan = useQuery(planQuery(run.id));
  const asks = plan.data?.steps?.filter((each) => each.state === "Waiting") ?? [];
  return (
    <div className="page run-page">
      <RunHeader run={run} actions={actions} />
      <WaitingNote run={run} />
      {canRepeatFailed(run) && run.message ? (
        <p className="run-message" role="status">
          {run.message}
        </p>
      ) : null}
      {run.state === "Waiting"
        ? asks.map((step) => <AnswerForm key={step.name} run={run} step={step} actions={actions} />)
        : null}
      {plan.data ? (
        <Plan run={run} plan={plan.data} actions={actions} />
      ) : plan.error && !isUndecided(run, plan.error) ? (
        <ProblemNote error={plan.error} onRetry={() => void plan.refetch()} />
      ) : (
        <Skeletons count={3} height={90} />
      )}
    </div>
  );
}

/** Whether there is no plan yet, which is no failure: it comes once the run begins. */
function isUndecided(run: Execution, error: Error): boolean {
  return problemOf(error).status === 409 && !isFinished(run);
}

function Plan({ run, plan, actions }: RunProps & { readonly plan: PlanView }): ReactElement {
  const t = useTranslations("runs");
  const { op = "", view: asked = "graph" } = route.useSearch();
  const view = asked === "yaml" ? "graph" : asked;
  const navigate = useWhileOpen(route.useNavigate());
  const steps = plan.steps ?? [];
  const step = steps.find((each) => each.name === op) ?? mostTelling(steps);
  const select = (name: string): void =>
    void navigate({ search: (before) => ({ ...before, op: name }), replace: true });
  if (!plan.accepted) {
    return (
      <div className="problem" role="alert">
        <h2>{t("refusedPlan")}</h2>
        <ul>
          {(plan.problems ?? []).map((each) => (
            <li key={`${each.at} ${each.message}`}>
              <code>{each.at}</code> {each.message}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <>
      <ViewChooser
        view={view}
        onChange={(chosen) => void navigate({ search: (before) => ({ ...before, view: chosen }), replace: true })}
      />
      {view === "log" ? (
        <LogView id={run.id} operator="" isRunning={!isFinished(run)} />
      ) : (
        <div className="run-grid" data-view={view}>
          <div className="run-plan card">
            {view === "graph" ? (
              <RunGraph steps={steps} selected={step?.name ?? ""} onSelect={select} />
            ) : (
              <RunList steps={steps} selected={step?.name ?? ""} onSelect={select} />
            )}
          </div>
          {step ? <StepPanel key={step.name} run={run} step={step} actions={actions} /> : null}
        </div>
      )}
    </>
  );
}

function ViewChooser({
  view,
  onChange,
}: {
  readonly view: View;
  readonly onChange: (view: View) => void;
}): ReactElement {
  const t = useTranslations("runs");
  return (
    <ToggleButtonGroup
      className="segmented run-views"
      aria-label={t("view")}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[view]}
      onSelectionChange={([chosen]) => onChange(chosen as View)}
    >
      {Object.entries(VIEWS).map(([id, Icon]) => (
        <ToggleButton key={id} id={id} className="button" data-size="small">
          <Icon size={15} aria-hidden /> {t(NAMES[id as View])}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
