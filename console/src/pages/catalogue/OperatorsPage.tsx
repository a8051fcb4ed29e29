/** Every operator that can be used: what it finds, how well, and which are weak. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Boxes, SearchX } from "lucide-react";
import { type ReactElement, useEffect } from "react";
import { useTranslations } from "use-intl";
import type { Schema } from "../../api/client";
import { operatorsQuery } from "../../api/queries";
import { useWhileOpen } from "../../app/whileOpen";
import { CatalogueHead } from "../../catalogue/CatalogueTabs";
import { isIn } from "../../catalogue/find";
import { WeakBadge } from "../../catalogue/Weak";
import { Button } from "../../ui/Button";
import { ProblemNote } from "../../ui/ProblemNote";
import { Badge, Empty, Skeletons } from "../../ui/states";
import "./catalogue.css";

const route = getRouteApi("/catalogue/operators");
type Operator = Schema<"OperatorView">;

export function OperatorsPage(): ReactElement {
  const t = useTranslations("catalogue");
  const shell = useTranslations("shell");
  const { q = "" } = route.useSearch();
  const navigate = useWhileOpen(route.useNavigate());
  const { data, error, isPending, refetch } = useQuery(operatorsQuery);
  const find = (text: string): void => void navigate({ search: { q: text || undefined }, replace: true });
  const all = data?.items ?? [];
  const found = all.filter(({ name, spec }) =>
    isIn(q, name, spec.description, spec.resultName, spec.index?.kind ?? ""),
  );
  useEffect(() => {
    document.title = `${t("operators")} – ${shell("name")}`;
  }, [t, shell]);
  return (
    <div className="page">
      <CatalogueHead count={data ? found.length : undefined} find={t("findOperator")} q={q} onFind={find} />
      {error && !data ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <Skeletons count={6} height={96} /> : null}
      {data && all.length === 0 ? (
        <Empty icon={Boxes} title={t("noOperators")}>
          <p>{t("noOperatorsText")}</p>
        </Empty>
      ) : null}
      {all.length > 0 && found.length === 0 ? (
        <Empty icon={SearchX} title={t("noMatch")} actions={<Button onPress={() => find("")}>{t("showAll")}</Button>} />
      ) : null}
      <ul className="operators">
        {found.map((each) => (
          <li key={each.name}>
            <OperatorCard operator={each} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function OperatorCard({ operator: { name, spec, quality = [], weak } }: { readonly operator: Operator }): ReactElement {
  const t = useTranslations("catalogue");
  const [first] = [...quality].sort((one, other) => Number(other.weak) - Number(one.weak));
  return (
    <Link to="/catalogue/operators/$name" params={{ name }} className="card operator-card">
      <span className="operator-card-head">
        <span className="operator-card-name truncate">{name}</span>
        {weak ? <WeakBadge /> : null}
      </span>
      <span className="operator-card-text">{spec.description}</span>
      <span className="operator-card-foot">
        {spec.index ? <Badge tone="accent">{t(`kinds.${spec.index.kind}`)}</Badge> : <Badge>{t("makesFiles")}</Badge>}
        {first ? (
          <span className="operator-card-figure truncate" title={`${first.measure}: ${first.text}`}>
            <b className="numbers">{first.text}</b> {first.measure}
          </span>
        ) : (
          <span className="operator-card-figure">{t("notMeasured")}</span>
        )}
      </span>
    </Link>
  );
}
