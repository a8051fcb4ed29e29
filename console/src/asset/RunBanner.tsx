/** How far the newest run is while it goes on, what of it failed, and what it waits for. */
import { useQuery } from "@tanstack/react-query";
import { CircleAlert, LoaderCircle } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { assetRunsQuery, runQuery } from "../api/assetQueries";
import { fractionOf, shownState } from "../runs/states";
import { Bar } from "../ui/states";
import { useAssetView } from "./assetView";

export function RunBanner(): ReactElement | null {
  const t = useTranslations("asset");
  const state = useTranslations("state");
  const { asset } = useAssetView();
  const runs = useQuery(assetRunsQuery(asset));
  const newest = runs.data?.items[0];
  const { tone, moves, word } = shownState(newest?.state ?? asset.state ?? "");
  const isShown = newest !== undefined && (moves || tone === "bad" || tone === "warn");
  const run = useQuery(runQuery(isShown ? newest.id : ""));
  if (!isShown) {
    return asset.state && shownState(asset.state).tone === "bad" && !newest ? (
      <Failed text={asset.message ?? ""} />
    ) : null;
  }
  if (!moves) {
    return <Failed text={run.data?.message || state(word)} isWaiting={tone === "warn"} />;
  }
  const operators = (run.data?.stages ?? []).flatMap((each) => each.operators ?? []);
  const busy = operators.filter((each) => each.status === "Executing").map((each) => each.name);
  return (
    <div className="run-banner" role="status">
      <LoaderCircle size={17} className="spin" aria-hidden />
      <span>
        <b>{state(word)}</b> {run.data?.progress ? <span className="numbers">{run.data.progress}</span> : null}
        {busy.length > 0 ? <span className="muted"> · {busy.join(", ")}</span> : null}
      </span>
      <Bar label={t("runProgress")} value={fractionOf(run.data?.progress ?? "")} />
    </div>
  );
}

function Failed({ text, isWaiting = false }: { readonly text: string; readonly isWaiting?: boolean }): ReactElement {
  return (
    <div className="run-banner" role="status" data-tone={isWaiting ? "warn" : "bad"}>
      <CircleAlert size={17} aria-hidden />
      <span>{text}</span>
    </div>
  );
}
