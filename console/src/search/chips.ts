/**
 * A query as its parts, and the parts as a query: both are the same state, and nothing is lost on the way.
 *
 * Only what a part begins and ends with is understood here; what it means is the server's to say.
 */

export interface Chip {
  /** As it stands in the query: `NOT Name:"deep water"`. */
  readonly text: string;
  /** Empty for plain words and for what is in brackets. */
  readonly field: string;
  readonly value: string;
  readonly negated: boolean;
}

const FIELD = /^([A-Za-z_]\w*):(.+)$/s;
/** Quoted text, an escaped sign, a bracket, spaces, or what is between them. */
const PIECES = /"(?:\\.|[^"\\])*"?|\\.|[()[\]{}]|\s+|[^\s"\\()[\]{}]+|\\/gs;
const DEPTHS: Readonly<Record<string, number>> = { "(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1 };

/** The parts of a query that all must hold; one chip, when it is joined in another way. */
export function chipsOf(query: string): Chip[] {
  const parts = partsOf(query.trim());
  if (parts.some((each) => each === "OR" || each === "||")) {
    return [chipOf(query.trim(), false)];
  }
  const chips: Chip[] = [];
  let negated = false;
  for (const part of parts) {
    if (part === "NOT") {
      negated = true;
    } else if (part !== "AND" && part !== "&&") {
      chips.push(chipOf(part, negated));
      negated = false;
    }
  }
  return chips;
}

export function queryOf(chips: readonly Chip[]): string {
  return chips.map((each) => each.text).join(" ");
}

/** A condition as a part of a query; a value with more than letters and digits is put into quotes. */
export function condition(field: string, value: string): string {
  const plain = /^[\p{L}\p{N}_-]+$/u.test(value) && !["AND", "OR", "NOT"].includes(value);
  return `${field}:${plain ? value : `"${value.replaceAll(/["\\]/g, "\\$&")}"`}`;
}

/** The query with a condition, or without it where it has it already. */
export function toggled(query: string, part: string): string {
  const chips = chipsOf(query);
  const others = chips.filter((each) => each.text !== part);
  return queryOf(others.length < chips.length ? others : [...chips, chipOf(part, false)]);
}

function chipOf(part: string, negated: boolean): Chip {
  const isMinus = /^[-!]./.test(part);
  const plain = isMinus ? part.slice(1) : part;
  const [, field = "", value = plain] = FIELD.exec(plain) ?? [];
  return { text: negated ? `NOT ${part}` : part, field, value: unquoted(value), negated: negated || isMinus };
}

function unquoted(value: string): string {
  return /^"(?:[^"\\]|\\.)*"$/s.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/g, "$1") : value;
}

/** The query at its spaces, but those in quotes and brackets. */
function partsOf(query: string): string[] {
  const parts: string[] = [];
  let part = "";
  let depth = 0;
  for (const [piece] of query.matchAll(PIECES)) {
    if (depth === 0 && /^\s/.test(piece)) {
      parts.push(part);
      part = "";
    } else {
      part += piece;
    }
    depth = Math.max(0, depth + (DEPTHS[piece] ?? 0));
  }
  return [...parts, part].filter((each) => each !== "");
}
