/** How far a batch is: a bar, how many items have ended of how many, how fast, and how long the rest takes. */
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import type { BatchRow } from "../api/batchQueries";
import { durationWords } from "../ui/formats";
import { Bar } from "../ui/states";
import { endedShare } from "./progress";

export function BatchProgress({ batch }: { readonly batch: BatchRow }): ReactElement | null {
  const t = useTranslations("batches");
  const ended = endedShare(batch);
  const { total, done, failed, rate, state } = batch;
  if (ended === undefined) {
    return null;
  }
  const left = rate?.secondsLeft;
  return (
    <span className="batch-progress">
      <Bar label={t("progress")} value={ended} {...(state === "Error" ? { tone: "bad" as const } : {})} />
      <span className="batch-figures numbers">
        <span>{t("ended", { ended: done + failed, total })}</span>
        {failed > 0 ? <span className="batch-failed">{t("failedCount", { count: failed })}</span> : null}
        {rate ? <span>{t("rate", { items: rate.itemsPerMinute })}</span> : null}
        {typeof left === "number" ? <span>{t("left", { time: durationWords(left * 1000) })}</span> : null}
      </span>
    </span>
  );
}
