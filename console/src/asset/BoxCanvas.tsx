/** The boxes over the picture: a canvas that is painted when the clock, the size or the choice changed. */
import { type ReactElement, type RefObject, useEffect, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { clockText } from "../moments/format";
import { LOOKS } from "../moments/kinds";
import type { VisibleBox } from "../overlay/boxTracks";
import { boxAt } from "../overlay/hit";
import { LabelCache, paintBoxes } from "../overlay/paint";
import { fitRect, fractionsAt, type Size } from "../player/fit";
import { useAssetView } from "./assetView";
import { usePlayback } from "./useClock";

interface BoxCanvasProps {
  /** The element whose picture lies below, and how large the picture is in its display shape. */
  readonly picture: RefObject<HTMLElement | null>;
  readonly sizeOf: () => Size;
}

export function BoxCanvas({ picture, sizeOf }: BoxCanvasProps): ReactElement {
  const { clock, boxes, rate, place, hidden, moments, move } = useAssetView();
  const t = useTranslations("asset");
  const format = useFormatter();
  const canvas = useRef<HTMLCanvasElement>(null);
  const labels = useRef(new LabelCache());
  const { playing, seeking } = usePlayback(clock);
  const least = place.min ?? 0;
  const chosen = moments.find((each) => each.id === place.m);

  const labelOf = (box: VisibleBox): string => {
    const percent = box.confidence < 0 ? "" : ` ${format.number(box.confidence / 100, { style: "percent" })}`;
    const seen = playing || box.sight === "seen" ? "" : ` · ${t("seenAt", { time: clockText(box.seenAt, 2) })}`;
    return `${box.title}${percent}${seen}`;
  };
  const shown = (ms: number): readonly VisibleBox[] =>
    boxes?.at(ms, rate, (result, percent) => !hidden.has(result) && (percent < 0 || percent >= least)) ?? [];
  const kinds = new Map(moments.map((each) => [each.result, each.kind]));
  const paint = (): void => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) {
      return;
    }
    const found = shown(clock.instant().ms);
    const size = { width: element.clientWidth, height: element.clientHeight };
    const isChosen = (box: VisibleBox): boolean =>
      chosen !== undefined && box.result === chosen.result && box.title === chosen.title;
    const ring = found.find(isChosen)?.id ?? null;
    const style = {
      colour: (result: string) => LOOKS[kinds.get(result) ?? "Fact"].colour,
      label: labelOf,
      pixelRatio: devicePixelRatio,
      chosen: ring,
    };
    paintBoxes(context, { x: 0, y: 0, ...size }, fitRect(size, sizeOf()), found, style, labels.current);
    element.dataset["boxes"] = String(found.length);
  };
  const current = useRef(paint);
  useEffect(() => {
    current.current = paint;
    paint();
  });

  useEffect(() => {
    const element = canvas.current;
    const below = picture.current;
    if (!element || !below) {
      return;
    }
    const resize = (): void => {
      element.width = Math.round(element.clientWidth * devicePixelRatio);
      element.height = Math.round(element.clientHeight * devicePixelRatio);
      element.getContext("2d")?.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      current.current();
    };
    const observer = new ResizeObserver(resize);
    observer.observe(element);
    for (const each of ["loadedmetadata", "resize", "load"]) {
      below.addEventListener(each, resize);
    }
    // At once, and not with the next picture of the screen: a box that comes late lies on the wrong frame.
    const stop = clock.onInstant(() => current.current());
    resize();
    return () => {
      observer.disconnect();
      for (const each of ["loadedmetadata", "resize", "load"]) {
        below.removeEventListener(each, resize);
      }
      stop();
    };
  }, [clock, picture]);

  const pick = (event: React.MouseEvent<HTMLCanvasElement>): void => {
    const area = event.currentTarget.getBoundingClientRect();
    const rect = fitRect({ width: area.width, height: area.height }, sizeOf());
    const point = fractionsAt(rect, event.clientX - area.left, event.clientY - area.top);
    const ms = clock.instant().ms;
    const box = point && boxAt(shown(ms), point.x, point.y);
    const of = box && moments.find((each) => each.result === box.result && each.title === box.title && isAt(each, ms));
    if (of) {
      move({ m: of.id, lane: of.result });
    } else {
      clock.toggle();
    }
  };
  return <canvas ref={canvas} className="box-canvas" data-seeking={seeking || undefined} aria-hidden onClick={pick} />;
}

function isAt(moment: { readonly start: number | null; readonly end: number | null }, ms: number): boolean {
  return moment.start === null || (moment.start <= ms + 40 && ms <= (moment.end ?? moment.start) + 2000);
}
