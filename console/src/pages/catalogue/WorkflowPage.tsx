/** One workflow: its stages as a graph, as a list, and as the YAML that installs it. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ChevronLeft, FileCode2, List, Network, PencilLine, Workflow as WorkflowIcon } from "lucide-react";
import type { ReactElement } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, type Schema } from "../../api/client";
import { dataOf } from "../../api/problems";
import { operatorsQuery } from "../../api/queries";
import { useWhileOpen } from "../../app/whileOpen";
import { StepGraph, StepRows, WorkflowStepPanel, WorkflowYaml } from "../../catalogue/WorkflowViews";
import { ProblemList } from "../../dryrun/ProblemList";
import { useWorkflowCheck } from "../../dryrun/useDryRun";
import { stepsOf } from "../../runs/workflowSteps";
import { Chooser } from "../../ui/fields";
import { PageOfOne } from "../../ui/PageOfOne";
import { ProblemNote } from "../../ui/ProblemNote";
import { Badge, Empty, Skeletons } from "../../ui/states";
import "../../dryrun/dryrun.css";
import "../runs/runs.css";
import "./catalogue.css";

const route = getRouteApi("/catalogue/workflows/$namespace/$name");
const VIEWS = { graph: Network, list: List, yaml: FileCode2 } as const;
const NAMES = { graph: "viewGraph", list: "viewList", yaml: "viewYaml" } as const;
const TYPES = ["Video", "Audio", "Image", "Text"] as const;
const TYPE_WORDS = { Video: "video", Audio: "audio", Image: "image", Text: "text" } as const;
type View = keyof typeof VIEWS;

const workflowQuery = (namespace: string, name: string) =>
  queryOptions({
    queryKey: ["workflows", namespace, name],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/v1/workflows/{namespace}/{name}", { params: { path: { namespace, name } }, signal })),
  });

export function WorkflowPage(): ReactElement {
  const t = useTranslations("catalogue");
  const { namespace, name } = route.useParams();
  const asked = useQuery(workflowQuery(namespace, name));
  const back = <Link to="/catalogue/workflows">{t("toWorkflows")}</Link>;
  const gone = (
    <Empty icon={WorkflowIcon} title={t("noWorkflow")} actions={back}>
      <p>{t("noWorkflowText", { name })}</p>
    </Empty>
  );
  return (
    <PageOfOne title={name} asked={asked} gone={gone}>
      {(workflow) => <Workflow workflow={workflow} />}
    </PageOfOne>
  );
}

function Workflow({ workflow }: { readonly workflow: Schema<"WorkflowView"> }): ReactElement {
  const t = useTranslations("catalogue");
  const { view: wanted = "graph" } = route.useSearch();
  const view = wanted === "log" ? "graph" : wanted;
  const navigate = useWhileOpen(route.useNavigate());
  return (
    <div className="page">
      <WorkflowHead workflow={workflow} />
      <ToggleButtonGroup
        className="segmented run-views"
        aria-label={t("view")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={([chosen]) =>
          void navigate({ search: (before) => ({ ...before, view: chosen as View }), replace: true })
        }
      >
        {Object.entries(VIEWS).map(([id, Icon]) => (
          <ToggleButton key={id} id={id} className="button" data-size="small">
            <Icon size={15} aria-hidden /> {t(NAMES[id as View])}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {view === "yaml" ? <WorkflowYaml workflow={workflow} /> : <WorkflowPlan workflow={workflow} view={view} />}
    </div>
  );
}

interface PlanProps {
  readonly workflow: Schema<"WorkflowView">;
  readonly view: "graph" | "list";
}

/** The steps, as the server wires them for a file of some kind. */
function WorkflowPlan({ workflow, view }: PlanProps): ReactElement {
  const t = useTranslations("catalogue");
  const library = useTranslations("library");
  const { op = "", type = "Video" } = route.useSearch();
  const navigate = useWhileOpen(route.useNavigate());
  const operators = useQuery(operatorsQuery);
  const asked = useWorkflowCheck(workflow.spec, type, {});
  const problems = asked.data?.problems ?? [];
  const steps = stepsOf(workflow.spec, asked.data?.plan ?? null);
  const step = steps.find((each) => each.name === op) ?? steps[0];
  const shared = {
    steps,
    selected: step?.name ?? "",
    onSelect: (name: string) => void navigate({ search: (before) => ({ ...before, op: name }), replace: true }),
  };
  const error = asked.error ?? operators.error;
  const isComing = operators.isPending || (asked.data === undefined && !error);
  return (
    <>
      <div className="plan-type">
        <Chooser
          label={t("wiredFor")}
          isInline
          choices={TYPES.map((id) => ({ id, label: library(TYPE_WORDS[id]) }))}
          value={type}
          onChange={(chosen) =>
            void navigate({
              search: (before) => ({ ...before, type: chosen === "Video" ? undefined : chosen }),
              replace: true,
            })
          }
        />
      </div>
      {error ? (
        <ProblemNote error={error} onRetry={asked.error ? asked.refetch : () => void operators.refetch()} />
      ) : null}
      <ProblemList problems={problems} />
      {isComing ? (
        <Skeletons count={3} height={90} />
      ) : (
        <div className="run-grid" data-view={view}>
          <div className="run-plan card">{view === "graph" ? <StepGraph {...shared} /> : <StepRows {...shared} />}</div>
          {step ? (
            <WorkflowStepPanel
              step={step}
              operator={operators.data?.items.find((each) => each.name === step.operator)}
            />
          ) : null}
        </div>
      )}
    </>
  );
}

function WorkflowHead({ workflow }: { readonly workflow: Schema<"WorkflowView"> }): ReactElement {
  const t = useTranslations("catalogue");
  const { view } = route.useSearch();
  const operators = workflow.spec.stages.reduce((sum, each) => sum + each.operators.length, 0);
  return (
    <header className="catalogue-head">
      <Link
        to="/catalogue/workflows"
        className="button"
        data-kind="quiet"
        data-size="icon"
        aria-label={t("toWorkflows")}
      >
        <ChevronLeft size={20} aria-hidden />
      </Link>
      <div>
        <h1>{workflow.name}</h1>
        <p className="page-lead">{workflow.spec.description}</p>
        <ul className="words">
          <li>
            <Badge>{workflow.namespace}</Badge>
          </li>
          <li>
            <Badge>{workflow.spec.scheduling === "Staged" ? t("staged") : t("dataFlow")}</Badge>
          </li>
          <li>
            <Link
              className="button"
              data-size="small"
              to="/catalogue/workflows/$namespace/$name/edit"
              params={{ namespace: workflow.namespace, name: workflow.name }}
              search={view === "yaml" ? { view } : {}}
            >
              <PencilLine size={14} aria-hidden /> {t("edit")}
            </Link>
          </li>
          <li className="muted">{t("size", { stages: workflow.spec.stages.length, operators })}</li>
        </ul>
      </div>
    </header>
  );
}
