/** Every workflow that may be run: those of the installation, and those of the caller's namespaces. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { SearchX, Workflow } from "lucide-react";
import { type ReactElement, useEffect } from "react";
import { useTranslations } from "use-intl";
import type { Schema } from "../../api/client";
import { namespacesQuery, workflowsQuery } from "../../api/queries";
import { useWhileOpen } from "../../app/whileOpen";
import { CatalogueHead } from "../../catalogue/CatalogueTabs";
import { isIn } from "../../catalogue/find";
import { Button } from "../../ui/Button";
import { ProblemNote } from "../../ui/ProblemNote";
import { Badge, Empty, Skeletons } from "../../ui/states";
import "./catalogue.css";

const route = getRouteApi("/catalogue/workflows");
type WorkflowView = Schema<"WorkflowView">;

export function WorkflowsPage(): ReactElement {
  const t = useTranslations("catalogue");
  const shell = useTranslations("shell");
  const { q = "" } = route.useSearch();
  const navigate = useWhileOpen(route.useNavigate());
  const { workflows, error, isPending, refetch } = useWorkflows();
  const find = (text: string): void => void navigate({ search: { q: text || undefined }, replace: true });
  const found = workflows.filter((each) => isIn(q, each.name, each.spec.description, ...operatorsIn(each)));
  useEffect(() => {
    document.title = `${t("workflows")} – ${shell("name")}`;
  }, [t, shell]);
  return (
    <div className="page">
      <CatalogueHead count={isPending ? undefined : found.length} find={t("findWorkflow")} q={q} onFind={find} />
      {error ? <ProblemNote error={error} onRetry={refetch} /> : null}
      {isPending ? <Skeletons count={3} height={80} /> : null}
      {!isPending && !error && workflows.length === 0 ? (
        <Empty icon={Workflow} title={t("noWorkflows")}>
          <p>{t("noWorkflowsText")}</p>
        </Empty>
      ) : null}
      {workflows.length > 0 && found.length === 0 ? (
        <Empty icon={SearchX} title={t("noMatch")} actions={<Button onPress={() => find("")}>{t("showAll")}</Button>} />
      ) : null}
      <ul className="operators">
        {found.map((each) => (
          <li key={`${each.namespace} ${each.name}`}>
            <Link
              to="/catalogue/workflows/$namespace/$name"
              params={{ namespace: each.namespace, name: each.name }}
              className="card operator-card"
            >
              <span className="operator-card-head">
                <span className="operator-card-name truncate">{each.name}</span>
                <Badge>{each.namespace}</Badge>
              </span>
              <span className="operator-card-text">{each.spec.description}</span>
              <span className="operator-card-foot operator-card-figure">
                {t("size", { stages: each.spec.stages.length, operators: operatorsIn(each).length })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function operatorsIn(workflow: WorkflowView): string[] {
  return workflow.spec.stages.flatMap((stage) => stage.operators.map((each) => each.name));
}

interface Workflows {
  readonly workflows: readonly WorkflowView[];
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => void;
}

/** The installation's, and those of every namespace; one that may not be listed there is left out. */
function useWorkflows(): Workflows {
  const namespaces = useQuery(namespacesQuery);
  const names = ["", ...(namespaces.data?.items.map((each) => each.name) ?? [])];
  const asked = useQueries({ queries: names.map((each) => workflowsQuery(each)) });
  const found = new Map(
    asked.flatMap(({ data }) => data?.items ?? []).map((each) => [`${each.namespace}/${each.name}`, each]),
  );
  const [first] = asked;
  return {
    workflows: [...found.values()].sort((one, other) => one.name.localeCompare(other.name)),
    error: first?.error ?? namespaces.error,
    isPending: asked.some((each) => each.isPending) || namespaces.isPending,
    refetch: () => {
      void namespaces.refetch();
      for (const each of asked) {
        void each.refetch();
      }
    },
  };
}
