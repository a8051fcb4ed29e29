/** The boxes over the picture: a canvas that is painted when the clock, the size or the choice changed. */
import { type ReactElement, type RefObject, useEffect, useRef } from "react";
import { LOOKS } from "../moments/kinds";
import { boxAt } from "../overlay/hit";
import { LabelCache, paintBoxes } from "../overlay/paint";
import { fitRect, fractionsAt, type Size } from "../player/fit";
import { useAssetView } from "./assetView";
import { usePlayback } from "./useClock";
import { useVisibleBoxes } from "./useVisibleBoxes";

interface BoxCanvasProps {
  /** The element whose picture lies below, and how large the picture is in its display shape. */
  readonly picture: RefObject<HTMLElement | null>;
  readonly sizeOf: () => Size;
}

export function BoxCanvas({ picture, sizeOf }: BoxCanvasProps): ReactElement {
  const { clock, moments } = useAssetView();
  const visible = useVisibleBoxes();
  const canvas = useRef<HTMLCanvasElement>(null);
  const labels = useRef(new LabelCache());
  const { seeking } = usePlayback(clock);
  const kinds = new Map(moments.map((each) => [each.result, each.kind]));
  const paint = (): void => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) {
      return;
    }
    const found = visible.at(clock.instant().ms);
    const size = { width: element.clientWidth, height: element.clientHeight };
    const ring = found.find(visible.isChosen)?.id ?? null;
    const style = {
      colour: (result: string) => LOOKS[kinds.get(result) ?? "Fact"].colour,
      label: visible.labelOf,
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
    const box = point && boxAt(visible.at(ms), point.x, point.y);
    if (!(box && visible.choose(box, ms))) {
      clock.toggle();
    }
  };
  return <canvas ref={canvas} className="box-canvas" data-seeking={seeking || undefined} aria-hidden onClick={pick} />;
}
