/** Moments of all assets: by words, by conditions, and by what else was found; the query's text is the whole state. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Search, SearchX } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { useWhileOpen } from "../../app/whileOpen";
import { byAsset, one } from "../../search/groups";
import { Button } from "../../ui/Button";
import { Chooser } from "../../ui/fields";
import { ProblemNote } from "../../ui/ProblemNote";
import { Empty, Skeletons } from "../../ui/states";
import { Chips } from "./Chips";
import { Facets } from "./Facets";
import { HitGroup } from "./HitGroup";
import { facetsQuery, type Hit, hitsQuery } from "./queries";
import { Reel } from "./Reel";
import { SavedSearches, SaveSearch } from "./SavedSearches";
import { SimilarMoments } from "./SimilarMoments";
import "./search.css";

const route = getRouteApi("/search");
const EXAMPLES = [
  "deep water",
  "label:Person Confidence:>80",
  "asset:(label:Person says:water)",
  "near_10s:(label:Cup says:times)",
];

export function SearchPage(): ReactElement {
  const t = useTranslations("search");
  const { q = "", order = "relevance", namespace = "", group = "asset" } = route.useSearch();
  const navigate = useWhileOpen(route.useNavigate());
  const [reel, setReel] = useState<readonly Hit[]>([]);
  const found = useInfiniteQuery(hitsQuery({ q, order, namespace }));
  const { data: facets } = useQuery(facetsQuery({ q, order, namespace }, found.isSuccess));
  const hits = found.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (query: string): void => void navigate({ search: (before) => ({ ...before, q: query }) });
  if (q === "") {
    return <Examples />;
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          {t("title")}
          {facets ? (
            <span className="page-count numbers">
              {t(facets.capped ? "countCapped" : "count", { count: facets.count })}
            </span>
          ) : null}
        </h1>
        <Chooser
          isInline
          label={t("order")}
          value={order}
          onChange={(chosen) => void navigate({ search: (before) => ({ ...before, order: chosen }) })}
          choices={[
            { id: "relevance", label: t("byFit") },
            { id: "confidence", label: t("byConfidence") },
            { id: "time", label: t("byTime") },
            { id: "-created", label: t("byNewest") },
            { id: "created", label: t("byOldest") },
          ]}
        />
        <Chooser
          isInline
          label={t("group")}
          value={group}
          onChange={(chosen) => void navigate({ search: (before) => ({ ...before, group: chosen }) })}
          choices={[
            { id: "asset", label: t("byFile") },
            { id: "moment", label: t("bySelf") },
          ]}
        />
        <Button onPress={() => setReel(hits)} isDisabled={hits.length === 0}>
          {t("playAll")}
        </Button>
      </div>
      <Chips query={q} onChange={change} />
      {found.data?.pages[0]?.hint ? <p className="muted">{found.data.pages[0].hint}</p> : null}
      <div className="search-columns">
        <Facets facets={facets} query={q} onChange={change} />
        <div className="hits">
          {found.error ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
          {found.isLoading ? <Skeletons count={4} height={150} /> : null}
          {found.isSuccess && hits.length === 0 ? (
            <Empty icon={SearchX} title={t("noneTitle")}>
              <p>{t("noneText")}</p>
            </Empty>
          ) : null}
          {(group === "moment" ? one(hits) : byAsset(hits)).map((found) => (
            <HitGroup key={group === "moment" ? found[0].id : found[0].asset.id} hits={found} onPlay={setReel} />
          ))}
          <SimilarMoments found={found.data?.pages[0]?.similar} onPlay={setReel} />
          {found.hasNextPage ? (
            <Button onPress={() => void found.fetchNextPage()} isPending={found.isFetchingNextPage}>
              {t("more")}
            </Button>
          ) : null}
        </div>
      </div>
      {found.isSuccess ? <SaveSearch query={q} order={order} /> : null}
      {reel.length > 0 ? <Reel hits={reel} onClose={() => setReel([])} /> : null}
    </div>
  );
}

function Examples(): ReactElement {
  const t = useTranslations("search");
  const navigate = useWhileOpen(route.useNavigate());
  return (
    <div className="page">
      <h1 className="visually-hidden">{t("title")}</h1>
      <Empty icon={Search} title={t("startTitle")}>
        <p>{t("startText")}</p>
        <ul className="search-examples">
          {EXAMPLES.map((each) => (
            <li key={each}>
              <Button size="small" onPress={() => void navigate({ search: { q: each } })}>
                <code>{each}</code>
              </Button>
            </li>
          ))}
        </ul>
      </Empty>
      <SavedSearches />
    </div>
  );
}
