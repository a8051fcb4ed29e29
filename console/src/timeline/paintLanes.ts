/** Paints lanes: what falls into one column of pixels is one rectangle, however many moments it is of. */

import type { Look } from "../moments/kinds";
import { firstFrom } from "../moments/sorted";
import type { Lane } from "./lanes";
import { pixelOf, type Scale } from "./scale";

type Context = CanvasRenderingContext2D;

export interface Run {
  readonly from: number;
  to: number;
  /** Whether it is of points in time only. */
  isPoint: boolean;
}

/** Moments are drawn at least so many pixels wide: what cannot be seen cannot be found. */
const NARROWEST = 2;

/**
 * Return the stretches of pixels that a lane covers, those that touch as one.
 *
 * Shots touch, and where one ends is what they are about: `apart` keeps those that only touch as they are.
 */
export function runsOf(lane: Lane, scale: Scale, least: number, apart = false): Run[] {
  const runs: Run[] = [];
  const reach = apart ? -NARROWEST : 1;
  let run: Run | null = null;
  for (let at = firstFrom(lane.starts, scale.from - lane.longest); at < lane.starts.length; at++) {
    const start = lane.starts[at] as number;
    if (start > scale.to) {
      break;
    }
    const end = lane.ends[at] as number;
    if (end < scale.from || (lane.confidences[at] as number) < least) {
      continue;
    }
    const from = Math.floor(pixelOf(scale, start));
    const to = Math.max(from + NARROWEST, Math.ceil(pixelOf(scale, end)));
    if (run && from < run.to + reach) {
      run.to = Math.max(run.to, to);
      run.isPoint &&= start === end;
    } else {
      run = { from, to, isPoint: start === end };
      runs.push(run);
    }
  }
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
    const runs = runsOf(lane, scale, least, look.shape === "outline");
    for (const run of runs) paintRun(context, run, look, y + 3, height - 6);
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
