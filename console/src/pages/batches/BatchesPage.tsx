/** All batches, newest first: how far each is, how fast, and what went wrong. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Layers } from "lucide-react";
import { type ReactElement, useEffect } from "react";
import { useTranslations } from "use-intl";
import { type BatchRow, batchesQuery } from "../../api/batchQueries";
import { useWhileOpen } from "../../app/whileOpen";
import { BatchProgress } from "../../batches/BatchProgress";
import { ListFilters } from "../../runs/ListFilters";
import { RunsHead } from "../../runs/RunsHead";
import { Button } from "../../ui/Button";
import { PagedList } from "../../ui/PagedList";
import { Empty } from "../../ui/states";
import { Ago, StateBadge } from "../../ui/values";
import "../runs/runs.css";
import "../../batches/batches.css";

const route = getRouteApi("/runs/batches");
const COMMAND = "kubectl media batch run NAME --prefix s3://BUCKET/FOLDER/ --workflow full-analysis";

export function BatchesPage(): ReactElement {
  const t = useTranslations("batches");
  const shell = useTranslations("shell");
  const navigate = useWhileOpen(route.useNavigate());
  const filter = route.useSearch();
  const { state = "", namespace = "" } = filter;
  const batches = useInfiniteQuery(batchesQuery({ state, namespace }));
  const states = {
    Started: t("filterRunning"),
    Listing: t("filterListing"),
    Paused: t("filterPaused"),
    Error: t("filterFailed"),
    Complete: t("filterComplete"),
    Cancelled: t("filterCancelled"),
  };
  useEffect(() => {
    document.title = `${t("title")} – ${shell("name")}`;
  }, [t, shell]);
  const isFiltered = state !== "" || namespace !== "";
  const showAll = isFiltered ? (
    <Button onPress={() => void navigate({ search: {} })}>{t("showAll")}</Button>
  ) : undefined;
  const empty = (
    <Empty icon={Layers} title={isFiltered ? t("noneFiltered") : t("none")} actions={showAll}>
      <p>{isFiltered ? t("noneFilteredText") : t("noneText")}</p>
      {isFiltered ? null : <code>{COMMAND}</code>}
    </Empty>
  );
  return (
    <div className="page">
      <RunsHead />
      <p className="page-lead">{t("about")}</p>
      <ListFilters filter={filter} states={states} onChange={(search) => void navigate({ search })} />
      <PagedList list={batches} more={t("more")} empty={empty}>
        {(rows) => (
          <ul className="runs card" aria-label={t("title")}>
            {rows.map((row) => (
              <li key={row.id}>
                <BatchLink row={row} />
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </div>
  );
}

function BatchLink({ row }: { readonly row: BatchRow }): ReactElement {
  return (
    <Link to="/runs/batches/$id" params={{ id: row.id }} className="run-row batch-row">
      <span className="run-row-name">
        <span className="truncate">{row.name}</span>
        <span className="run-row-more truncate">
          {row.namespace} · {row.workflow}
        </span>
      </span>
      <span className="run-row-far">
        <BatchProgress batch={row} />
      </span>
      <StateBadge state={row.state} />
      <span className="run-row-when">
        <Ago time={row.created} />
      </span>
    </Link>
  );
}
