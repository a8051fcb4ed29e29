/** What is shown beside what another run found: how they were told to look, and what only one of them found. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { GitCompareArrows } from "lucide-react";
import { type ReactElement, useMemo } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { resultsOf } from "../../api/assetDocuments";
import { assetRunsQuery, runMomentsQuery, writtenMomentsQuery } from "../../api/assetQueries";
import { type PlanView, planQuery } from "../../api/runQueries";
import { changedValues, compared, type ResultComparison } from "../../moments/comparison";
import { clockText } from "../../moments/format";
import { type Moment, playAt } from "../../moments/moments";
import { Button } from "../../ui/Button";
import { Chooser } from "../../ui/fields";
import { ProblemNote } from "../../ui/ProblemNote";
import { Empty, Skeletons } from "../../ui/states";
import { useAssetView } from "../assetView";
import { useResultNames } from "../useResultNames";

/** Differences of a result that are listed. */
const MOST = 100;

export function CompareTab(): ReactElement {
  const t = useTranslations("compare");
  const format = useFormatter();
  const { asset, place, move } = useAssetView();
  const runs = useQuery(assetRunsQuery(asset));
  if (runs.isLoading) {
    return <Skeletons count={5} height={48} />;
  }
  if (runs.error) {
    return <ProblemNote error={runs.error} onRetry={() => void runs.refetch()} />;
  }
  const shown = new Set(resultsOf(asset).map((each) => each.execution));
  const ended = (runs.data?.items ?? []).filter((each) => each.state === "Complete" || each.state === "Error");
  // What is shown may all be of the newest run: others are what it is compared with.
  const others = ended.filter((each) => shown.size > 1 || !shown.has(each.name));
  const chosen = others.find((each) => each.id === place.cmp) ?? others[0];
  if (!chosen) {
    return (
      <Empty icon={GitCompareArrows} title={t("none")}>
        <p>{t("noneText")}</p>
      </Empty>
    );
  }
  return (
    <>
      <div className="panel-bar">
        <Chooser
          label={t("with")}
          isInline
          choices={others.map((each) => ({
            id: each.id,
            label: `${each.workflow}, ${format.dateTime(new Date(each.created ?? 0), { dateStyle: "medium", timeStyle: "short" })}`,
          }))}
          value={chosen.id}
          onChange={(cmp) => move({ cmp })}
        />
      </div>
      <Comparison run={chosen.id} runs={new Map(ended.map((each) => [each.name, each.id]))} />
    </>
  );
}

interface ComparisonProps {
  readonly run: string;
  /** Name → id of the asset's runs. */
  readonly runs: ReadonlyMap<string, string>;
}

function Comparison({ run, runs }: ComparisonProps): ReactElement {
  const t = useTranslations("compare");
  const { asset } = useAssetView();
  const written = useQuery(writtenMomentsQuery(asset));
  const other = useQuery(runMomentsQuery(run));
  const results = useMemo(() => compared(written.data ?? [], other.data ?? []), [written.data, other.data]);
  const makers = new Map(resultsOf(asset).map((each) => [each.name, runs.get(each.execution) ?? ""]));
  const wanted = [...new Set([run, ...makers.values()])].filter((each) => each !== "");
  const plans = useQueries({ queries: wanted.map((each) => planQuery(each)) });
  const error = written.error ?? other.error;
  if (error) {
    return <ProblemNote error={error} onRetry={() => void Promise.all([written.refetch(), other.refetch()])} />;
  }
  if (written.isLoading || other.isLoading) {
    return <Skeletons count={5} height={48} />;
  }
  if (results.length === 0) {
    return <p className="muted panel-note">{t("nothingCommon")}</p>;
  }
  const planOf = (id: string | undefined): PlanView | undefined => plans[wanted.indexOf(id ?? "")]?.data;
  return (
    <ul className="comparisons">
      {results.map((each) => (
        <ResultRow key={each.result} comparison={each} one={planOf(makers.get(each.result))} other={planOf(run)} />
      ))}
    </ul>
  );
}

interface ResultRowProps {
  readonly comparison: ResultComparison;
  readonly one: PlanView | undefined;
  readonly other: PlanView | undefined;
}

function ResultRow({ comparison, one, other }: ResultRowProps): ReactElement {
  const t = useTranslations("compare");
  const nameOf = useResultNames();
  const parameters = (plan: PlanView | undefined): Readonly<Record<string, unknown>> =>
    plan?.steps?.find((each) => each.result === comparison.result)?.parameters ?? {};
  const changes = one && other ? changedValues(parameters(one), parameters(other)) : [];
  return (
    <li className="comparison">
      <h3>{nameOf(comparison.result)}</h3>
      <p className="muted">
        {t("counts", {
          both: comparison.both,
          one: comparison.one.length,
          other: comparison.other.length,
        })}
      </p>
      {changes.map((each) => (
        <p key={each.name} className="comparison-change">
          <code>{each.name}</code> <del>{each.one || t("unset")}</del> → <ins>{each.other || t("unset")}</ins>
        </p>
      ))}
      <Differences label={t("onlyShown")} side="one" moments={comparison.one} />
      <Differences label={t("onlyOther")} side="other" moments={comparison.other} />
    </li>
  );
}

interface DifferencesProps {
  readonly label: string;
  readonly side: "one" | "other";
  readonly moments: readonly Moment[];
}

function Differences({ label, side, moments }: DifferencesProps): ReactElement | null {
  const t = useTranslations("compare");
  const { asset, clock } = useAssetView();
  if (moments.length === 0) {
    return null;
  }
  const end = asset.media?.durationMillis ?? Math.max(clock.playback().durationMs, ...moments.map(endOf), 1);
  return (
    <div className="differences" data-side={side}>
      <h4>{label}</h4>
      <svg className="difference-lane" viewBox={`0 0 ${end} 1`} preserveAspectRatio="none" aria-hidden>
        {moments.map((each) => (
          <rect
            key={each.id}
            x={each.start ?? 0}
            width={Math.max(end / 200, endOf(each) - (each.start ?? 0))}
            height={1}
          />
        ))}
      </svg>
      <ul>
        {moments.slice(0, MOST).map((each) => (
          <li key={each.id}>
            <Difference moment={each} />
          </li>
        ))}
      </ul>
      {moments.length > MOST ? <p className="muted">{t("more", { count: moments.length - MOST })}</p> : null}
    </div>
  );
}

function Difference({ moment }: { readonly moment: Moment }): ReactElement {
  const { clock } = useAssetView();
  const format = useFormatter();
  const ms = playAt(moment);
  const sure = moment.confidence === null ? "" : format.number(moment.confidence / 100, { style: "percent" });
  return (
    <>
      {ms === null ? null : (
        <Button size="small" kind="quiet" onPress={() => clock.seek(ms)}>
          {clockText(ms, 1)}
        </Button>
      )}{" "}
      {moment.title} <span className="muted numbers">{sure}</span>
    </>
  );
}

const endOf = ({ start, end }: Moment): number => end ?? start ?? 0;
