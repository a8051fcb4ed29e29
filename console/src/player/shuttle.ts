/** J, K and L as on an editing desk: a press goes, pressing again doubles the speed, K stands still. */

export const FASTEST = 8;

/** Return the speed after a key: negative is backwards, 0 stands still. */
export function shuttled(speed: number, key: "j" | "k" | "l"): number {
  if (key === "k") return 0;
  const forwards = key === "l" ? 1 : -1;
  if (speed * forwards <= 0) return forwards;
  return forwards * Math.min(FASTEST, Math.abs(speed) * 2);
}

/** An A–B loop: `a` and `b` are milliseconds; it needs both, in order, to loop. */
export interface Loop {
  readonly a: number | null;
  readonly b: number | null;
  readonly on: boolean;
}

export const NO_LOOP: Loop = { a: null, b: null, on: false };

/** Return a loop with a new beginning; an end that is not after it is dropped. */
export function withStart(loop: Loop, a: number): Loop {
  const b = loop.b !== null && loop.b > a ? loop.b : null;
  return { a, b, on: loop.on && b !== null };
}

/** Return a loop with a new end, which begins it when it has both; a beginning that is not before it is dropped. */
export function withEnd(loop: Loop, b: number): Loop {
  const a = loop.a !== null && loop.a < b ? loop.a : null;
  return { a, b, on: a !== null };
}

/** Return where playback jumps from a time: the beginning when the end is reached; null: nowhere. */
export function looped(loop: Loop, millis: number): number | null {
  return loop.on && loop.a !== null && loop.b !== null && millis >= loop.b ? loop.a : null;
}
