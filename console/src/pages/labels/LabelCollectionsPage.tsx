/** Collections of labels of one's own, of the caller's namespaces, and how to make one. */
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { SearchX, Tags } from "lucide-react";
import { type ReactElement, useEffect } from "react";
import { useTranslations } from "use-intl";
import { api } from "../../api/client";
import { type LabelCollectionRow, readLabelCollections } from "../../api/labelQueries";
import { useOfNamespaces } from "../../api/ofNamespaces";
import { dataOf } from "../../api/problems";
import { withKey } from "../../api/repeats";
import { useWhileOpen } from "../../app/whileOpen";
import { CatalogueHead } from "../../catalogue/CatalogueTabs";
import { isIn } from "../../catalogue/find";
import { NewCollection } from "../../collections/NewCollection";
import { Button } from "../../ui/Button";
import { ProblemNote } from "../../ui/ProblemNote";
import { Empty, Skeletons } from "../../ui/states";
import { Ago } from "../../ui/values";
import "../catalogue/catalogue.css";

const route = getRouteApi("/catalogue/labels");

export function LabelCollectionsPage(): ReactElement {
  const t = useTranslations("labels");
  const catalogue = useTranslations("catalogue");
  const shell = useTranslations("shell");
  const { q = "" } = route.useSearch();
  const navigate = useWhileOpen(route.useNavigate());
  const { items, namespaces, error, isPending, refetch } = useOfNamespaces("label-collections", readLabelCollections);
  const find = (text: string): void => void navigate({ search: { q: text || undefined }, replace: true });
  const found = items.filter((each) => isIn(q, each.name, each.namespace));
  useEffect(() => {
    document.title = `${t("title")} – ${shell("name")}`;
  }, [t, shell]);
  return (
    <div className="page">
      <CatalogueHead count={isPending ? undefined : found.length} find={t("find")} q={q} onFind={find} />
      <p className="page-lead">{t("about")}</p>
      {error ? <ProblemNote error={error} onRetry={refetch} /> : null}
      {isPending ? <Skeletons count={2} height={64} /> : null}
      {!isPending && !error && items.length === 0 ? (
        <Empty icon={Tags} title={t("none")}>
          <p>{t("noneText")}</p>
        </Empty>
      ) : null}
      {items.length > 0 && found.length === 0 ? (
        <Empty
          icon={SearchX}
          title={catalogue("noMatch")}
          actions={<Button onPress={() => find("")}>{catalogue("showAll")}</Button>}
        />
      ) : null}
      {found.length > 0 ? <Collections collections={found} /> : null}
      {namespaces.length > 0 ? <NewLabels namespaces={namespaces} /> : null}
    </div>
  );
}

function Collections({ collections }: { readonly collections: readonly LabelCollectionRow[] }): ReactElement {
  const t = useTranslations("labels");
  return (
    <ul className="card collections">
      {collections.map((each) => (
        <li key={`${each.namespace} ${each.name}`}>
          <Link to="/catalogue/labels/$namespace/$name" params={{ namespace: each.namespace, name: each.name }}>
            <b className="truncate">{each.name}</b>
            <span className="muted">{each.namespace}</span>
            <span className="numbers">{t("size", { labels: each.labels, examples: each.examples })}</span>
            <span className="muted">
              <Ago time={each.created} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function NewLabels({ namespaces }: { readonly namespaces: readonly string[] }): ReactElement {
  const cache = useQueryClient();
  const navigate = useWhileOpen(useNavigate());
  return (
    <NewCollection
      namespaces={namespaces}
      create={(body) =>
        withKey("label-collections", body, (key) =>
          dataOf(api.POST("/v1/collections/labels", { params: { header: { "idempotency-key": key } }, body })),
        )
      }
      onCreated={async (params) => {
        await cache.invalidateQueries({ queryKey: ["label-collections"] });
        await navigate({ to: "/catalogue/labels/$namespace/$name", params });
      }}
    />
  );
}
