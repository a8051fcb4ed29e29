/** How the conditions of a query belong together: in one moment, in one film, or close to each other in time. */
import { chipsOf } from "./chips";

/** Empty: all in one moment. Otherwise the word before the bracket: `asset`, or `near_10s`. */
export type Join = "" | "asset" | `near${string}`;

export const JOINS: readonly Join[] = ["", "asset", "near_10s"];
const USUAL_SECONDS = 5;

export interface Joined {
  readonly join: Join;
  /** What is in the bracket, or the whole query. */
  readonly inner: string;
}

export function joinedOf(query: string): Joined {
  const chips = chipsOf(query);
  const [only] = chips;
  const isJoined = chips.length === 1 && only && !only.negated && /^(asset|near(_\d+s)?)$/.test(only.field);
  return isJoined && /^\(.*\)$/s.test(only.value)
    ? { join: only.field as Join, inner: only.value.slice(1, -1).trim() }
    : { join: "", inner: query.trim() };
}

/** The conditions joined in a way; a single one needs no bracket. */
export function withJoin({ join, inner }: Joined): string {
  return join === "" || chipsOf(inner).length < 2 ? inner : `${join}:(${inner})`;
}

/** Whether there is anything to join: two conditions or more. */
export function canJoin(query: string): boolean {
  const { join, inner } = joinedOf(query);
  return join !== "" || chipsOf(inner).length > 1;
}

export function secondsOf(join: Join): number {
  return Number(/_(\d+)s$/.exec(join)?.[1] ?? USUAL_SECONDS);
}
