/** One workflow: its stages as a graph, as a list, and as the YAML that installs it. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ChevronLeft, FileCode2, List, Network, Workflow as WorkflowIcon } from "lucide-react";
import { type ReactElement, useEffect } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, type Schema } from "../../api/client";
import { dataOf, problemOf } from "../../api/problems";
import { operatorsQuery } from "../../api/queries";
import { StepGraph, StepRows, WorkflowStepPanel, WorkflowYaml } from "../../catalogue/WorkflowViews";
import { stepsOf } from "../../runs/workflowSteps";
import { ProblemNote } from "../../ui/ProblemNote";
import { Badge, Empty, Skeletons } from "../../ui/states";
import "../runs/runs.css";
import "./catalogue.css";

const route = getRouteApi("/catalogue/workflows/$namespace/$name");
const VIEWS = { graph: Network, list: List, yaml: FileCode2 } as const;
const NAMES = { graph: "viewGraph", list: "viewList", yaml: "viewYaml" } as const;
type View = keyof typeof VIEWS;

const workflowQuery = (namespace: string, name: string) =>
  queryOptions({
    queryKey: ["workflows", namespace, name],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/v1/workflows/{namespace}/{name}", { params: { path: { namespace, name } }, signal })),
  });

export function WorkflowPage(): ReactElement {
  const t = useTranslations("catalogue");
  const shell = useTranslations("shell");
  const { namespace, name } = route.useParams();
  const { data, error, refetch } = useQuery(workflowQuery(namespace, name));
  useEffect(() => {
    document.title = `${name} – ${shell("name")}`;
  }, [name, shell]);
  if (data) {
    return <Workflow workflow={data} />;
  }
  return error && problemOf(error).status === 404 ? (
    <Empty
      icon={WorkflowIcon}
      title={t("noWorkflow")}
      actions={<Link to="/catalogue/workflows">{t("toWorkflows")}</Link>}
    >
      <p>{t("noWorkflowText", { name })}</p>
    </Empty>
  ) : (
    <div className="page">
      {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : <Skeletons count={3} height={90} />}
    </div>
  );
}

function Workflow({ workflow }: { readonly workflow: Schema<"WorkflowView"> }): ReactElement {
  const t = useTranslations("catalogue");
  const { op = "", view: asked = "graph" } = route.useSearch();
  const view = asked === "log" ? "graph" : asked;
  const navigate = route.useNavigate();
  const operators = useQuery(operatorsQuery);
  const steps = stepsOf(workflow.spec, operators.data?.items ?? []);
  const step = steps.find((each) => each.name === op) ?? steps[0];
  const select = (name: string): void =>
    void navigate({ search: (before) => ({ ...before, op: name }), replace: true });
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
      {operators.error ? <ProblemNote error={operators.error} onRetry={() => void operators.refetch()} /> : null}
      {view === "yaml" ? (
        <WorkflowYaml workflow={workflow} />
      ) : operators.isPending ? (
        <Skeletons count={3} height={90} />
      ) : (
        <div className="run-grid" data-view={view}>
          <div className="run-plan card">
            {view === "graph" ? (
              <StepGraph steps={steps} selected={step?.name ?? ""} onSelect={select} />
            ) : (
              <StepRows steps={steps} selected={step?.name ?? ""} onSelect={select} />
            )}
          </div>
          {step ? (
            <WorkflowStepPanel
              step={step}
              operator={operators.data?.items.find((each) => each.name === step.operator)}
            />
          ) : null}
        </div>
      )}
    </div>
  );
}

function WorkflowHead({ workflow }: { readonly workflow: Schema<"WorkflowView"> }): ReactElement {
  const t = useTranslations("catalogue");
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
        <p className="catalogue-lead">{workflow.spec.description}</p>
        <ul className="words">
          <li>
            <Badge>{workflow.namespace}</Badge>
          </li>
          <li>
            <Badge>{workflow.spec.scheduling === "Staged" ? t("staged") : t("dataFlow")}</Badge>
          </li>
          <li className="muted">{t("size", { stages: workflow.spec.stages.length, operators })}</li>
        </ul>
      </div>
    </header>
  );
}
