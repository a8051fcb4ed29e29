/** Vocabularies, terminologies and filters of the caller's namespaces, and how to make one. */
import { getRouteApi, Link } from "@tanstack/react-router";
import { ListChecks, SearchX } from "lucide-react";
import { type ReactElement, useEffect } from "react";
import { useTranslations } from "use-intl";
import { LIST_KINDS, readLists, type WordListRow } from "../../api/listQueries";
import { useOfNamespaces } from "../../api/ofNamespaces";
import { useWhileOpen } from "../../app/whileOpen";
import { CatalogueHead } from "../../catalogue/CatalogueTabs";
import { isIn } from "../../catalogue/find";
import { ABOUT_KIND } from "../../lists/kinds";
import { NewList } from "../../lists/NewList";
import { Button } from "../../ui/Button";
import { ProblemNote } from "../../ui/ProblemNote";
import { Badge, Empty, Skeletons } from "../../ui/states";
import { Bytes } from "../../ui/values";
import "../catalogue/catalogue.css";
import "./lists.css";

const route = getRouteApi("/catalogue/lists");

export function ListsPage(): ReactElement {
  const t = useTranslations("lists");
  const catalogue = useTranslations("catalogue");
  const shell = useTranslations("shell");
  const { q = "" } = route.useSearch();
  const navigate = useWhileOpen(route.useNavigate());
  const { items: lists, namespaces, error, isPending, refetch } = useOfNamespaces("lists", readLists);
  const find = (text: string): void => void navigate({ search: { q: text || undefined }, replace: true });
  const found = lists.filter((each) => isIn(q, each.name, t(each.kind), each.namespace));
  useEffect(() => {
    document.title = `${t("title")} – ${shell("name")}`;
  }, [t, shell]);
  return (
    <div className="page">
      <CatalogueHead count={isPending ? undefined : found.length} find={t("find")} q={q} onFind={find} />
      {error ? <ProblemNote error={error} onRetry={refetch} /> : null}
      {isPending ? <Skeletons count={3} height={80} /> : null}
      {!isPending && !error && lists.length === 0 ? (
        <Empty icon={ListChecks} title={t("none")}>
          <p>{t("noneText")}</p>
        </Empty>
      ) : null}
      {lists.length > 0 && found.length === 0 ? (
        <Empty
          icon={SearchX}
          title={catalogue("noMatch")}
          actions={<Button onPress={() => find("")}>{catalogue("showAll")}</Button>}
        />
      ) : null}
      {LIST_KINDS.map((kind) => (
        <Kind key={kind} kind={kind} lists={found.filter((each) => each.kind === kind)} />
      ))}
      {namespaces.length > 0 ? (
        <NewList
          namespaces={namespaces}
          known={new Set(lists.map((each) => `${each.namespace}/${each.kind}/${each.name}`))}
        />
      ) : null}
    </div>
  );
}

interface KindProps {
  readonly kind: WordListRow["kind"];
  readonly lists: readonly WordListRow[];
}

function Kind({ kind, lists }: KindProps): ReactElement | null {
  const t = useTranslations("lists");
  if (lists.length === 0) {
    return null;
  }
  return (
    <section className="catalogue-section">
      <h2>{t(kind)}</h2>
      <p className="page-lead">{t(ABOUT_KIND[kind])}</p>
      <ul className="operators">
        {lists.map((each) => (
          <li key={`${each.namespace} ${each.name}`}>
            <Link to="/catalogue/lists/$namespace/$kind/$name" params={each} className="card operator-card list-card">
              <span className="operator-card-head">
                <span className="operator-card-name truncate">{each.name}</span>
                <Badge>{each.namespace}</Badge>
              </span>
              <span className="operator-card-foot operator-card-figure">
                <span>{t("version", { version: each.version })}</span> · <Bytes bytes={each.bytes} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
