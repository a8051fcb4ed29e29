/** Paints lanes: what falls into one column of pixels is one rectangle, however many moments it is of. */

import type { Look } from "../moments/kinds";
import { firstFrom } from "../moments/sorted";
import type { Lane } from "./lanes";
import { pixelOf, type Scale } from "./scale";

type Context = CanvasRenderingContext2D;

export interface Run {
  readonly from: number;
  readonly to: number;
  /** Whether it is of points in time only. */
  readonly isPoint: boolean;
}

/** Moments are drawn at least so many pixels wide: what cannot be seen cannot be found. */
const NARROWEST = 2;

/** Return the stretches of pixels that a lane covers, those that touch as one. */
export function runsOf(lane: Lane, scale: Scale, least: number): Run[] {
  const runs: Run[] = [];
  let from = Number.NEGATIVE_INFINITY;
  let to = from;
  let isPoint = true;
  for (let at = firstFrom(lane.starts, scale.from - lane.longest); at < lane.starts.length; at++) {
    const start = lane.starts[at] as number;
    if (start > scale.to) break;
    const end = lane.ends[at] as number;
    if (end < scale.from || (lane.confidences[at] as number) < least) continue;
    const left = Math.floor(pixelOf(scale, start));
    const right = Math.max(left + NARROWEST, Math.ceil(pixelOf(scale, end)));
    if (left <= to) {
      to = Math.max(to, right);
      isPoint &&= start === end;
    } else {
      if (to > from) runs.push({ from, to, isPoint });
      from = left;
      to = right;
      isPoint = start === end;
    }
  }
  if (to > from) runs.push({ from, to, isPoint });
  return runs;
}

export interface LanePlace {
  readonly lane: Lane;
  readonly look: Look;
  readonly y: number;
  readonly height: number;
  readonly isFocused: boolean;
}

/** Paint lanes over a cleared canvas; the context counts in CSS pixels. */
export function paintLanes(context: Context, places: readonly LanePlace[], scale: Scale, least: number): void {
  for (const { lane, look, y, height, isFocused } of places) {
    if (isFocused) {
      context.fillStyle = "rgb(255 255 255 / 7%)";
      context.fillRect(0, y, scale.width, height);
    }
    context.fillStyle = look.colour;
    context.strokeStyle = look.colour;
    for (const run of runsOf(lane, scale, least)) paintRun(context, run, look, y + 3, height - 6);
  }
}

function paintRun(context: Context, run: Run, look: Look, y: number, height: number): void {
  const from = Math.max(run.from, -4);
  const width = Math.min(run.to, 20_000) - from;
  if (look.shape === "dots" || run.isPoint) {
    const inset = height / 5;
    context.fillRect(from, y + inset, width, height - 2 * inset);
  } else if (look.shape === "outline" && width > 4) {
    context.globalAlpha = 0.3;
    context.fillRect(from, y, width - 1, height);
    context.globalAlpha = 1;
    context.fillRect(from, y, 2, height);
  } else if (look.shape === "hatch" && width > 4) {
    context.globalAlpha = 0.35;
    context.fillRect(from, y, width, height);
    context.globalAlpha = 1;
    for (let x = from; x < from + width; x += 4) context.fillRect(x, y, Math.min(2, from + width - x), height);
  } else {
    context.fillRect(from, y, width, height);
  }
}
