/** When something can be seen or heard: a few times, each leading there, and the rest on demand. */
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { clockText } from "../../moments/format";
import { type Moment, playAt } from "../../moments/moments";
import { useAssetView } from "../assetView";

const FEW = 6;

export function MomentTimes({ moments }: { readonly moments: readonly Moment[] }): ReactElement | null {
  const t = useTranslations("asset");
  const { clock, move, place } = useAssetView();
  const [isAll, setIsAll] = useState(false);
  const timed = moments.filter((each) => each.start !== null);
  if (timed.length === 0) {
    return null;
  }
  const go = (moment: Moment): void => {
    const ms = playAt(moment);
    if (ms !== null) {
      clock.pause();
      clock.seek(ms);
    }
    move({ m: moment.id, lane: moment.result });
  };
  const shown = isAll ? timed : timed.slice(0, FEW);
  return (
    <ul className="times">
      {shown.map((each) => (
        <li key={each.id}>
          <button
            type="button"
            className="time-chip numbers"
            aria-current={each.id === place.m ? "true" : undefined}
            onClick={() => go(each)}
          >
            {clockText(each.start ?? 0)}
            {each.end !== null && each.end - (each.start ?? 0) >= 1000 ? `–${clockText(each.end)}` : ""}
            <span className="visually-hidden"> {each.title}</span>
          </button>
        </li>
      ))}
      {timed.length > shown.length ? (
        <li>
          <button type="button" className="time-chip" onClick={() => setIsAll(true)}>
            {t("moreTimes", { count: timed.length - shown.length })}
          </button>
        </li>
      ) : null}
    </ul>
  );
}
