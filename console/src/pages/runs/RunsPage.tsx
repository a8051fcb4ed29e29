/** All runs, newest first: what runs, what waits and why, what went wrong. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Workflow } from "lucide-react";
import { type ReactElement, useEffect } from "react";
import { useTranslations } from "use-intl";
import { type ExecutionRow, limitsQuery, queueQuery, runsQuery } from "../../api/runQueries";
import { useWhileOpen } from "../../app/whileOpen";
import { useCostFacts } from "../../runs/costFacts";
import { ListFilters } from "../../runs/ListFilters";
import { RunsHead } from "../../runs/RunsHead";
import { fractionOf } from "../../runs/states";
import { Button } from "../../ui/Button";
import { PagedList } from "../../ui/PagedList";
import { Bar, Empty } from "../../ui/states";
import { Ago, StateBadge } from "../../ui/values";
import "./runs.css";

const route = getRouteApi("/runs");
export function RunsPage(): ReactElement {
  const t = useTranslations("runs");
  const shell = useTranslations("shell");
  const navigate = useWhileOpen(route.useNavigate());
  const filter = route.useSearch();
  const { state = "", namespace = "" } = filter;
  const runs = useInfiniteQuery(runsQuery({ state, namespace }));
  const states = {
    Started: t("filterRunning"),
    Queued: t("filterQueued"),
    Waiting: t("filterAsking"),
    Error: t("filterFailed"),
    Complete: t("filterComplete"),
    Cancelled: t("filterCancelled"),
  };
  useEffect(() => {
    document.title = `${t("title")} – ${shell("name")}`;
  }, [t, shell]);
  return (
    <div className="page">
      <RunsHead>
        <Load />
      </RunsHead>
      <ListFilters filter={filter} states={states} onChange={(search) => void navigate({ search })} />
      <PagedList list={runs} more={t("more")} empty={<NoRuns isFiltered={state !== "" || namespace !== ""} />}>
        {(rows) => <RunRows rows={rows} />}
      </PagedList>
    </div>
  );
}

function Load(): ReactElement | null {
  const t = useTranslations("runs");
  const { data } = useQuery(limitsQuery);
  if (!data) {
    return null;
  }
  const running = (data.executions["Started"] ?? 0) + (data.executions["Resumed"] ?? 0);
  return (
    <ul className="load">
      <li className="numbers">{t("loadRunning", { count: running, most: data.maxConcurrentExecutions })}</li>
      <li className="numbers">{t("loadQueued", { count: data.executions["Queued"] ?? 0 })}</li>
      {(data.executions["Waiting"] ?? 0) > 0 ? (
        <li className="numbers" data-tone="warn">
          {t("loadAsking", { count: data.executions["Waiting"] ?? 0 })}
        </li>
      ) : null}
    </ul>
  );
}

function NoRuns({ isFiltered }: { readonly isFiltered: boolean }): ReactElement {
  const t = useTranslations("runs");
  const navigate = useNavigate();
  return (
    <Empty
      icon={Workflow}
      title={isFiltered ? t("noneFiltered") : t("none")}
      actions={
        isFiltered ? (
          <Button onPress={() => void navigate({ to: "/runs", search: {} })}>{t("showAll")}</Button>
        ) : (
          <Button kind="primary" onPress={() => void navigate({ to: "/add" })}>
            {t("addMedia")}
          </Button>
        )
      }
    >
      <p>{isFiltered ? t("noneFilteredText") : t("noneText")}</p>
    </Empty>
  );
}

function RunRows({ rows }: { readonly rows: readonly ExecutionRow[] }): ReactElement {
  const t = useTranslations("runs");
  const { data: queue } = useQuery(queueQuery);
  const places = new Map(queue?.items.map((each) => [each.id, each]));
  return (
    <ul className="runs card" aria-label={t("title")}>
      {rows.map((row) => {
        const place = places.get(row.id);
        const words = place && place.position > 0 ? t("place", { position: place.position }) : "";
        return (
          <li key={row.id}>
            <Link to="/runs/$id" params={{ id: row.id }} className="run-row">
              <span className="run-row-name">
                <span className="truncate">{row.asset}</span>
                <span className="run-row-more truncate">
                  {row.workflow}
                  {place ? ` · ${[words, place.reason].filter(Boolean).join(" · ")}` : ""}
                </span>
                <Used cost={row.cost} />
              </span>
              <span className="run-row-far">{isOnItsWay(row) ? <Far progress={row.progress} /> : null}</span>
              <StateBadge state={row.state} />
              <span className="run-row-when">
                <Ago time={row.created} />
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** How far is shown of what has begun and not ended. */
function isOnItsWay(row: ExecutionRow): boolean {
  return row.state === "Started" || row.state === "Resumed" || row.state === "Waiting";
}

/** What it used, in few words: time of CPUs and GPUs, and what it read and wrote. */
function Used({ cost }: { readonly cost: ExecutionRow["cost"] | undefined }): ReactElement | null {
  const facts = useCostFacts(cost);
  return facts.length === 0 ? null : (
    <span className="run-row-more run-used">
      {facts.map(({ name, shown }) => (
        <span key={name}>
          {name} {shown}
        </span>
      ))}
    </span>
  );
}

function Far({ progress }: { readonly progress: string }): ReactElement | null {
  const t = useTranslations("runs");
  return progress === "" ? null : (
    <span className="run-far">
      <Bar label={t("progress")} value={fractionOf(progress) ?? 0} />
      <span className="numbers">{progress}</span>
    </span>
  );
}
