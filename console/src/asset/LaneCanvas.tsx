/** The lanes themselves, on one canvas, with a ruler above and a line where playback is. */
import { useQuery } from "@tanstack/react-query";
import { type PointerEvent, type ReactElement, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { waveformQuery } from "../api/assetQueries";
import { clockText } from "../moments/format";
import { LOOKS } from "../moments/kinds";
import type { Moment } from "../moments/moments";
import { momentAt } from "../timeline/lanes";
import { paintLanes } from "../timeline/paintLanes";
import { paintRuler } from "../timeline/paintRuler";
import { paintWaveform } from "../timeline/paintWaveform";
import { millisAt, panned, pixelOf, type Scale, zoomed } from "../timeline/scale";
import { useAssetView } from "./assetView";
import { useInstant, usePlayback } from "./useClock";
import type { Lanes } from "./useLanes";

const LANE = 26;
const RULER = 24;
const WAVE = 36;
const REACH = 5;

interface LaneCanvasProps {
  readonly lanes: Lanes;
  readonly scale: Scale;
  readonly onScale: (change: (before: Scale) => Scale) => void;
}

interface Pointed {
  readonly moment: Moment;
  readonly x: number;
  readonly y: number;
}

export function LaneCanvas({ lanes, scale, onScale }: LaneCanvasProps): ReactElement {
  const t = useTranslations("asset");
  const { asset, clock, place, moments, move } = useAssetView();
  const { loop, playing } = usePlayback(clock);
  const canvas = useRef<HTMLCanvasElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const wave = useQuery(waveformQuery(asset)).data;
  const top = RULER + (wave ? WAVE : 0);
  const height = top + lanes.lanes.length * LANE;
  const least = place.min ?? 0;
  const chosen = moments.find((each) => each.id === place.m) ?? null;

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) {
      return;
    }
    element.width = Math.round(scale.width * devicePixelRatio);
    element.height = Math.round(height * devicePixelRatio);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    paintRuler(context, scale, { height: RULER, below: height, loop, chosen });
    const places = lanes.lanes.map((lane, at) => ({
      lane,
      look: LOOKS[lane.kind],
      y: top + at * LANE,
      height: LANE,
      isFocused: lane.key === place.lane,
    }));
    if (wave) {
      paintWaveform(context, wave, scale, { y: RULER + 2, height: WAVE - 4 });
    }
    paintLanes(context, places, scale, least);
  }, [lanes.lanes, scale, height, top, wave, least, place.lane, loop, chosen]);

  useInstant(clock, ({ ms }) => {
    const x = pixelOf(scale, ms);
    if (head.current) {
      head.current.style.transform = `translateX(${x}px)`;
      head.current.style.visibility = x >= 0 && x <= scale.width ? "visible" : "hidden";
    }
    if (playing && x > scale.width && scale.to < scale.duration) {
      onScale((before) => panned(before, before.width * 0.9));
    }
  });

  useEffect(() => {
    const element = canvas.current;
    const wheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        onScale((before) => zoomed(before, Math.exp(-event.deltaY / 200), event.offsetX));
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
        event.preventDefault();
        onScale((before) => panned(before, event.deltaX || event.deltaY));
      }
    };
    element?.addEventListener("wheel", wheel, { passive: false });
    return () => element?.removeEventListener("wheel", wheel);
  }, [onScale]);

  const at = (event: PointerEvent<HTMLCanvasElement>): Pointed | null => {
    const area = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - area.left, event.clientY - area.top];
    const lane = lanes.lanes[Math.floor((y - top) / LANE)];
    const within = (REACH * (scale.to - scale.from)) / scale.width;
    const moment = lane && y >= top ? momentAt(lane, millisAt(scale, x), within, least) : null;
    return moment ? { moment, x, y } : null;
  };
  const press = (event: PointerEvent<HTMLCanvasElement>): void => {
    const area = event.currentTarget.getBoundingClientRect();
    const found = at(event);
    if (found) {
      lanes.choose(found.moment);
    } else {
      event.currentTarget.setPointerCapture(event.pointerId);
      clock.seek(millisAt(scale, event.clientX - area.left));
      move({ m: undefined });
    }
  };
  const drag = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId)) {
      clock.seek(millisAt(scale, event.clientX - event.currentTarget.getBoundingClientRect().left));
    } else if (event.pointerType === "mouse") {
      setPointed(at(event));
    }
  };
  return (
    <>
      <canvas
        ref={canvas}
        className="lane-canvas"
        style={{ height }}
        role="img"
        aria-label={t("timelineImage", { lanes: lanes.lanes.length })}
        onPointerDown={press}
        onPointerMove={drag}
        onPointerLeave={() => setPointed(null)}
      />
      <div ref={head} className="playhead" style={{ height }} aria-hidden />
      {pointed ? <MomentTip pointed={pointed} width={scale.width} /> : null}
    </>
  );
}

function MomentTip({ pointed, width }: { readonly pointed: Pointed; readonly width: number }): ReactElement {
  const { moment } = pointed;
  const end = moment.end !== null && moment.end > (moment.start ?? 0) ? `–${clockText(moment.end, 1)}` : "";
  return (
    <div
      className="moment-tip"
      style={{ left: Math.min(pointed.x + 12, Math.max(0, width - 230)), top: pointed.y + 14 }}
      aria-hidden
    >
      <b>{moment.title}</b>
      <span className="numbers">
        {clockText(moment.start ?? 0, 1)}
        {end}
        {moment.confidence === null ? "" : ` · ${Math.round(moment.confidence)} %`}
      </span>
    </div>
  );
}
