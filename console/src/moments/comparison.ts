/** What two runs found of the same medium: what both found, and what only one of them did. */
import type { Moment } from "./moments";

export interface ResultComparison {
  readonly result: string;
  /** How many moments both found. */
  readonly both: number;
  /** Moments that only the first, or only the second, found. */
  readonly one: readonly Moment[];
  readonly other: readonly Moment[];
}

/** Compare what was found by result; results that only one of them has are left out. */
export function compared(one: readonly Moment[], other: readonly Moment[]): ResultComparison[] {
  const [ones, others] = [byResult(one), byResult(other)];
  const names = [...ones.keys()].filter((name) => others.has(name)).sort();
  return names.map((name) => comparedResult(name, ones.get(name) ?? [], others.get(name) ?? []));
}

function comparedResult(result: string, one: readonly Moment[], other: readonly Moment[]): ResultComparison {
  const left = new Map<string, Moment[]>();
  for (const each of other) {
    const same = left.get(each.title);
    if (same) same.push(each);
    else left.set(each.title, [each]);
  }
  const onlyOne = one.filter((each) => !isTaken(left.get(each.title), each));
  const onlyOther = [...left.values()].flat().sort((a, b) => (a.start ?? -1) - (b.start ?? -1));
  return { result, both: one.length - onlyOne.length, one: onlyOne, other: onlyOther };
}

/** Take the moment that is the same as another one out of those of its title; return whether there was one. */
function isTaken(candidates: Moment[] | undefined, moment: Moment): boolean {
  const at = candidates?.findIndex((each) => each.id === moment.id || overlaps(each, moment)) ?? -1;
  if (at >= 0) candidates?.splice(at, 1);
  return at >= 0;
}

function overlaps(one: Moment, other: Moment): boolean {
  if (one.start === null || other.start === null) return one.start === other.start;
  return one.start <= (other.end ?? other.start) && other.start <= (one.end ?? one.start);
}

function byResult(moments: readonly Moment[]): Map<string, Moment[]> {
  const found = new Map<string, Moment[]>();
  for (const each of moments) {
    const known = found.get(each.result);
    if (known) known.push(each);
    else found.set(each.result, [each]);
  }
  return found;
}

/** A parameter that two runs have different values of, as they are written; empty where one has none. */
export interface ChangedValue {
  readonly name: string;
  readonly one: string;
  readonly other: string;
}

export function changedValues(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): ChangedValue[] {
  const written = (value: unknown): string => (value === undefined ? "" : JSON.stringify(value));
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .sort()
    .map((name) => ({ name, one: written(one[name]), other: written(other[name]) }))
    .filter((each) => each.one !== each.other);
}
