/** Everything that was added, newest first: to look through, to filter, and to do something with several at once. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import type { Selection } from "react-aria-components";
import { useTranslations } from "use-intl";
import { assetsQuery } from "../../api/queries";
import { ProblemNote } from "../../ui/ProblemNote";
import { Skeletons } from "../../ui/states";
import { AssetGrid } from "./AssetGrid";
import { AssetTable } from "./AssetTable";
import { Filters } from "./Filters";
import "./library.css";
import { NothingFits, NothingYet } from "./empty";
import { isNearEnd } from "./lists";
import { SelectionBar } from "./SelectionBar";

const route = getRouteApi("/");
const NO_FILTER = { q: "", type: "", state: "", order: "newest", namespace: "" } as const;

export function LibraryPage(): ReactElement {
  const t = useTranslations("library");
  const { view = "grid", ...chosen } = route.useSearch();
  const filter = { ...NO_FILTER, ...chosen };
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage, isPending } = useInfiniteQuery(
    assetsQuery(filter),
  );
  const [selected, setSelected] = useState<Selection>(new Set());
  const assets = data?.pages.flatMap((page) => page.items) ?? [];
  const total = data?.pages.at(-1)?.total ?? 0;
  const isFiltered = Boolean(filter.q || filter.type || filter.state || filter.namespace);
  const List = view === "table" ? AssetTable : AssetGrid;
  return (
    <div className="page" data-fill>
      <div className="page-head">
        <h1>
          {t("title")}
          {data ? <span className="page-count numbers">{t("count", { count: total })}</span> : null}
        </h1>
        <Filters />
      </div>
      {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <Skeletons count={4} height={view === "table" ? 44 : 190} /> : null}
      {data && assets.length === 0 ? isFiltered ? <NothingFits /> : <NothingYet /> : null}
      {assets.length > 0 ? (
        <List
          assets={assets}
          selected={selected}
          onSelect={setSelected}
          onNearEnd={(event) => {
            if (hasNextPage && !isFetchingNextPage && isNearEnd(event.currentTarget)) {
              void fetchNextPage();
            }
          }}
        />
      ) : null}
      <SelectionBar assets={assets} selected={selected} onClear={() => setSelected(new Set())} />
    </div>
  );
}
