/** Values as people read them: times, lengths, sizes, percent, and states. */
import type { ReactElement } from "react";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { shownState } from "../runs/states";
import { durationWords, sizeParts } from "./formats";
import { Badge } from "./states";

export function Duration({ ms }: { readonly ms: number }): ReactElement {
  return (
    <time className="numbers" dateTime={`PT${ms / 1000}S`}>
      {durationWords(ms)}
    </time>
  );
}

export function Bytes({ bytes }: { readonly bytes: number }): ReactElement {
  const format = useFormatter();
  const { value, unit } = sizeParts(bytes);
  return (
    <span className="numbers">
      {format.number(value, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: value < 10 ? 1 : 0 })}
    </span>
  );
}

/** A moment in the past: how long ago, and on hover when exactly. */
export function Ago({ time }: { readonly time: string }): ReactElement | null {
  const format = useFormatter();
  const now = useNow();
  if (!time) {
    return null;
  }
  const date = new Date(time);
  // The page's clock ticks once a minute, and another machine's may be ahead: nothing that was made is to come.
  const relative = format.relativeTime(date, Math.max(now.getTime(), date.getTime()));
  return (
    <time dateTime={time} title={format.dateTime(date, { dateStyle: "medium", timeStyle: "medium" })}>
      {relative}
    </time>
  );
}

export function StateBadge({ state }: { readonly state: string }): ReactElement {
  const t = useTranslations("state");
  const { word, tone } = shownState(state);
  return <Badge tone={tone}>{t(word)}</Badge>;
}
