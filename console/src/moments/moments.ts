/** Moments as the API shows them, and the few things that every view asks of them. */

export const KINDS = [
  "Segment",
  "Chapter",
  "Label",
  "Face",
  "Person",
  "Text",
  "Moderation",
  "Speech",
  "Sound",
  "Entity",
  "Fact",
] as const;
export type Kind = (typeof KINDS)[number];

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Moment {
  /** Of whole moments: the same for the same finding, however often it is made. */
  readonly id: string;
  readonly result: string;
  readonly operator: string;
  readonly kind: Kind;
  readonly title: string;
  /** Milliseconds; null for what has no time. */
  readonly start: number | null;
  /** Milliseconds; null for a point in time. */
  readonly end: number | null;
  /** Percent; null where the operator gives none. */
  readonly confidence: number | null;
  /** Milliseconds of the frame that shows it best. */
  readonly best: number | null;
  /** Of how many detections it is made. */
  readonly count: number;
  readonly boxes: readonly Box[];
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Return whether a moment is as sure as asked for; one without confidence always is. */
export function isSure(moment: Pick<Moment, "confidence">, least: number): boolean {
  return moment.confidence === null || moment.confidence >= least;
}

/** Return where playback goes for a moment: the frame that shows it best, else its start. */
export function playAt(moment: Moment): number | null {
  return moment.best ?? moment.start;
}

/** Return how many moments have a confidence in each of `bins` equal parts of 0 to 100. */
export function histogramOf(moments: readonly Moment[], bins: number): number[] {
  const counted = new Array<number>(bins).fill(0);
  for (const { confidence } of moments) {
    if (confidence === null) continue;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((confidence * bins) / 100)));
    counted[bin] = (counted[bin] ?? 0) + 1;
  }
  return counted;
}

/**
 * Return the moment before or after a time among some in the order of time, null at the end.
 *
 * A moment that begins within 50 ms counts as the one that is shown, so that going on never stays where it is.
 */
export function neighbour(moments: readonly Moment[], ms: number, step: 1 | -1): Moment | null {
  const near = 50;
  const timed = moments.filter((each) => each.start !== null);
  if (step === 1) return timed.find((each) => (each.start as number) > ms + near) ?? null;
  return timed.findLast((each) => (each.start as number) < ms - near) ?? null;
}

/** Return the moment that a link means: by its id, else the nearest of the same result, said to be another. */
export function linkedMoment(
  moments: readonly Moment[],
  id: string,
  near: { readonly result: string; readonly ms: number },
): { readonly moment: Moment; readonly isExact: boolean } | null {
  const exact = moments.find((each) => each.id === id);
  if (exact) return { moment: exact, isExact: true };
  let best: Moment | null = null;
  for (const each of moments) {
    if ((near.result !== "" && each.result !== near.result) || each.start === null) continue;
    if (!best || Math.abs(each.start - near.ms) < Math.abs((best.start as number) - near.ms)) best = each;
  }
  return best && { moment: best, isExact: false };
}
