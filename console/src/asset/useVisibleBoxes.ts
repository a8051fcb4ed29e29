/** The boxes that are drawn at an instant, what they are called, and what choosing one means: for the canvas and its list. */
import { useFormatter, useTranslations } from "use-intl";
import { clockText } from "../moments/format";
import type { Moment } from "../moments/moments";
import type { VisibleBox } from "../overlay/boxTracks";
import { useAssetView } from "./assetView";
import { usePlayback } from "./useClock";

interface VisibleBoxes {
  /** Return the boxes of an instant, of results that are not left out and as sure as is wanted; read them before the next call. */
  readonly at: (ms: number) => readonly VisibleBox[];
  readonly labelOf: (box: VisibleBox) => string;
  /** Go to the moment that a box belongs to; false when there is none. */
  readonly choose: (box: Pick<VisibleBox, "result" | "title">, ms: number) => boolean;
  readonly isChosen: (box: Pick<VisibleBox, "result" | "title">) => boolean;
}

export function useVisibleBoxes(): VisibleBoxes {
  const { clock, boxes, rate, place, hidden, moments, move } = useAssetView();
  const t = useTranslations("asset");
  const format = useFormatter();
  const { playing } = usePlayback(clock);
  const least = place.min ?? 0;
  const chosen = moments.find((each) => each.id === place.m);
  return {
    at: (ms) =>
      boxes?.at(ms, rate, (result, percent) => !hidden.has(result) && (percent < 0 || percent >= least)) ?? [],
    labelOf: (box) => {
      const percent = box.confidence < 0 ? "" : ` ${format.number(box.confidence / 100, { style: "percent" })}`;
      const seen = playing || box.sight === "seen" ? "" : ` · ${t("seenAt", { time: clockText(box.seenAt, 2) })}`;
      return `${box.title}${percent}${seen}`;
    },
    choose: (box, ms) => {
      const of = moments.find((each) => isOf(each, box) && isAt(each, ms));
      if (of) {
        move({ m: of.id, lane: of.result });
      }
      return of !== undefined;
    },
    isChosen: (box) => chosen !== undefined && isOf(chosen, box),
  };
}

function isOf(moment: Moment, box: Pick<VisibleBox, "result" | "title">): boolean {
  return moment.result === box.result && moment.title === box.title;
}

function isAt(moment: Moment, ms: number): boolean {
  return moment.start === null || (moment.start <= ms + 40 && ms <= (moment.end ?? moment.start) + 2000);
}
