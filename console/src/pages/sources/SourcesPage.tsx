/** All places that are watched, newest first: whether they can be read, and how many of their files were taken. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { FolderSync } from "lucide-react";
import { type ReactElement, useEffect } from "react";
import { useTranslations } from "use-intl";
import { type SourceRow, sourcesQuery } from "../../api/batchQueries";
import { useWhileOpen } from "../../app/whileOpen";
import { ListFilters } from "../../runs/ListFilters";
import { RunsHead } from "../../runs/RunsHead";
import { Button } from "../../ui/Button";
import { PagedList } from "../../ui/PagedList";
import { Empty } from "../../ui/states";
import { Ago, StateBadge } from "../../ui/values";
import "../runs/runs.css";
import "../../batches/batches.css";

const route = getRouteApi("/runs/sources");

export function SourcesPage(): ReactElement {
  const t = useTranslations("sources");
  const shell = useTranslations("shell");
  const navigate = useWhileOpen(route.useNavigate());
  const filter = route.useSearch();
  const { state = "", namespace = "" } = filter;
  const sources = useInfiniteQuery(sourcesQuery({ state, namespace }));
  const states = {
    Watching: t("filterWatching"),
    Suspended: t("filterSuspended"),
    Error: t("filterFailed"),
  };
  useEffect(() => {
    document.title = `${t("title")} – ${shell("name")}`;
  }, [t, shell]);
  const isFiltered = state !== "" || namespace !== "";
  const showAll = isFiltered ? (
    <Button onPress={() => void navigate({ search: {} })}>{t("showAll")}</Button>
  ) : undefined;
  const empty = (
    <Empty icon={FolderSync} title={isFiltered ? t("noneFiltered") : t("none")} actions={showAll}>
      <p>{isFiltered ? t("noneFilteredText") : t("noneText")}</p>
    </Empty>
  );
  return (
    <div className="page">
      <RunsHead />
      <p className="page-lead">{t("about")}</p>
      <ListFilters filter={filter} states={states} onChange={(search) => void navigate({ search })} />
      <PagedList list={sources} more={t("more")} empty={empty}>
        {(rows) => (
          <ul className="runs card" aria-label={t("title")}>
            {rows.map((row) => (
              <li key={row.id}>
                <SourceLink row={row} />
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </div>
  );
}

function SourceLink({ row }: { readonly row: SourceRow }): ReactElement {
  const t = useTranslations("sources");
  return (
    <Link to="/runs/sources/$id" params={{ id: row.id }} className="run-row batch-row">
      <span className="run-row-name">
        <span className="truncate">{row.name}</span>
        <span className="run-row-more truncate">
          {row.namespace} · s3://{row.bucket}/{row.prefix}
        </span>
      </span>
      <span className="run-row-far run-row-more">
        {row.message || t("takenOf", { taken: row.taken, seen: row.seen })}
      </span>
      <StateBadge state={row.state} />
      <span className="run-row-when">
        <Ago time={row.created} />
      </span>
    </Link>
  );
}
