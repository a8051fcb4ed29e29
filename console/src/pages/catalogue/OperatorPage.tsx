/** One operator: what it finds, how well it was measured to, with which models, and what it can be told. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Boxes, ChevronLeft } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { api, type Schema } from "../../api/client";
import { dataOf } from "../../api/problems";
import { Files, Needs, Parameters } from "../../catalogue/OperatorFacts";
import { Models, Quality } from "../../catalogue/OperatorTables";
import { WeakBadge } from "../../catalogue/Weak";
import { PageOfOne } from "../../ui/PageOfOne";
import { Badge, Empty } from "../../ui/states";
import "./catalogue.css";

const route = getRouteApi("/catalogue/operators/$name");

const operatorQuery = (name: string) =>
  queryOptions({
    queryKey: ["operators", name],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/operators/{name}", { params: { path: { name } }, signal })),
    staleTime: 300_000,
  });

export function OperatorPage(): ReactElement {
  const t = useTranslations("catalogue");
  const { name } = route.useParams();
  const asked = useQuery(operatorQuery(name));
  const gone = (
    <Empty icon={Boxes} title={t("noOperator")} actions={<Link to="/catalogue/operators">{t("toOperators")}</Link>}>
      <p>{t("noOperatorText", { name })}</p>
    </Empty>
  );
  return (
    <PageOfOne title={name} asked={asked} gone={gone}>
      {(operator) => <Operator operator={operator} />}
    </PageOfOne>
  );
}

function Operator({ operator }: { readonly operator: Schema<"OperatorView"> }): ReactElement {
  const t = useTranslations("catalogue");
  const { name, spec, weak } = operator;
  return (
    <div className="page operator-page" data-width="text">
      <header className="catalogue-head">
        <Link
          to="/catalogue/operators"
          className="button"
          data-kind="quiet"
          data-size="icon"
          aria-label={t("toOperators")}
        >
          <ChevronLeft size={20} aria-hidden />
        </Link>
        <div>
          <h1>{name}</h1>
          <p className="page-lead">{spec.description}</p>
          <ul className="words">
            <li>
              {spec.index ? (
                <Badge tone="accent">{t(`kinds.${spec.index.kind}`)}</Badge>
              ) : (
                <Badge>{t("makesFiles")}</Badge>
              )}
            </li>
            <li>
              <Badge>{t("version", { version: spec.version })}</Badge>
            </li>
            {weak ? (
              <li>
                <WeakBadge />
              </li>
            ) : null}
          </ul>
        </div>
      </header>
      {weak ? <p className="weak-note">{t("weakText")}</p> : null}
      {spec.suspend ? null : <Quality operator={operator} />}
      <Models models={spec.models} />
      <Parameters spec={spec} />
      <Files spec={spec} />
      <Needs spec={spec} />
    </div>
  );
}
