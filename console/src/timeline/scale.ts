/** Which part of the medium is on screen, and where: times to pixels and back, zoom and pan. It never changes. */

/** Milliseconds that are always in view, however far somebody zooms in. */
const LEAST = 250;

export interface Scale {
  readonly duration: number;
  readonly width: number;
  readonly from: number;
  readonly to: number;
}

/** Return the scale that shows everything. */
export function fitted(duration: number, width: number): Scale {
  return { duration: Math.max(1, duration), width: Math.max(1, width), from: 0, to: Math.max(1, duration) };
}

/** Return a scale for another width, or a medium whose length is known better, that shows the same. */
export function resized(scale: Scale, duration: number, width: number): Scale {
  const wasWhole = scale.from === 0 && scale.to === scale.duration;
  if (wasWhole) return fitted(duration, width);
  return within({ ...scale, duration: Math.max(1, duration), width: Math.max(1, width) }, scale.from, scale.to);
}

export function pixelOf(scale: Scale, ms: number): number {
  return ((ms - scale.from) * scale.width) / (scale.to - scale.from);
}

export function millisAt(scale: Scale, pixel: number): number {
  const ms = scale.from + (pixel * (scale.to - scale.from)) / scale.width;
  return Math.max(0, Math.min(scale.duration, ms));
}

/** Return a scale that shows `1 / factor` of the time, with what is at a pixel where it is. */
export function zoomed(scale: Scale, factor: number, pixel: number): Scale {
  const span = Math.max(Math.min(LEAST, scale.duration), Math.min(scale.duration, (scale.to - scale.from) / factor));
  const held = scale.from + (pixel * (scale.to - scale.from)) / scale.width;
  const from = held - (pixel * span) / scale.width;
  return within(scale, from, from + span);
}

export function panned(scale: Scale, pixels: number): Scale {
  const ms = (pixels * (scale.to - scale.from)) / scale.width;
  return within(scale, scale.from + ms, scale.to + ms);
}

/** Return the scale itself when a time is in view, else one of the same zoom that begins a tenth before it. */
export function revealing(scale: Scale, ms: number): Scale {
  if (ms >= scale.from && ms <= scale.to) return scale;
  const span = scale.to - scale.from;
  return within(scale, ms - span / 10, ms + (span * 9) / 10);
}

export function isWhole(scale: Scale): boolean {
  return scale.to - scale.from >= scale.duration;
}

function within(scale: Scale, from: number, to: number): Scale {
  const span = Math.min(to - from, scale.duration);
  const start = Math.max(0, Math.min(from, scale.duration - span));
  return { ...scale, from: start, to: start + span };
}

/** Steps of a ruler in milliseconds. */
const STEPS = [
  ...[10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000],
  ...[1, 2, 5, 10, 15, 30, 60, 120, 360, 720].map((minutes) => minutes * 60_000),
];

/** Return the times that a ruler names, no closer than so many pixels, and the step between them. */
export function ticks(scale: Scale, pixels: number): { readonly step: number; readonly times: number[] } {
  const least = (pixels * (scale.to - scale.from)) / scale.width;
  const step = STEPS.find((each) => each >= least) ?? Math.ceil(least / 86_400_000) * 86_400_000;
  const times: number[] = [];
  for (let at = Math.ceil(scale.from / step) * step; at <= scale.to; at += step) times.push(at);
  return { step, times };
}
