/** Captions as a result has them, and which rules of good captions each of them breaks: those of the operator. */

export interface Cue {
  /** Milliseconds. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly language: string;
}

export interface Rule {
  readonly name: string;
  readonly limit: number;
  readonly unit: string;
  readonly broken: number;
  readonly of: number;
  readonly source: string;
}

export interface Captions {
  readonly cues: readonly Cue[];
  readonly rules: readonly Rule[];
}

/** Times are written in whole milliseconds: less is no breach. */
const HALF_SECONDS = 0.0005;

/** Read a result of `captions` or `translate-captions`; what has another shape gives nothing. */
export function captionsIn(result: unknown): Captions {
  const root = objectOf(result);
  const collection = listOf(root["CaptionsCollection"]).flatMap((each) => listOf(objectOf(each)["WebCaptions"]));
  const listed = [...listOf(root["WebCaptions"]), ...collection].map(objectOf);
  return {
    cues: listed.flatMap(cueOf),
    rules: listOf(root["Conformance"]).map(objectOf).flatMap(ruleOf),
  };
}

/** Return the names of the rules that a caption breaks, as far as its text and times tell. */
export function brokenRules(cue: Cue, next: Cue | undefined, rules: readonly Rule[]): string[] {
  return rules.filter((each) => breaks(each, cue, next)).map((each) => each.name);
}

function breaks({ name, limit }: Rule, cue: Cue, next: Cue | undefined): boolean {
  const seconds = (cue.end - cue.start) / 1000;
  const gap = next ? (next.start - cue.end) / 1000 : Number.POSITIVE_INFINITY;
  switch (name) {
    case "ReadingSpeed":
      return columnsOf(cue.text) > (seconds + 2 * HALF_SECONDS) * limit;
    case "MinDuration":
      return seconds < limit - HALF_SECONDS;
    case "MaxDuration":
      return seconds > limit + HALF_SECONDS;
    case "MinGap":
      return gap < limit - HALF_SECONDS;
    case "NoOverlap":
      return gap < 0;
    default:
      return false;
  }
}

/** Return the columns that are read in a second. */
export function speedOf(cue: Cue): number {
  return columnsOf(cue.text) / Math.max(0.001, (cue.end - cue.start) / 1000);
}

/** Wide are the characters that fill two columns, as Unicode's East Asian Width says (wide and full width). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** Return how many columns a text fills: none for combining marks, two for wide characters. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const letter of text) {
    if (!/\p{Mn}/u.test(letter)) {
      columns += WIDE.test(letter) ? 2 : 1;
    }
  }
  return columns;
}

function cueOf(said: Record<string, unknown>): Cue[] {
  const { start, end, caption, languageCode } = said;
  if (typeof start !== "number" || typeof end !== "number" || typeof caption !== "string") {
    return [];
  }
  const language = typeof languageCode === "string" ? languageCode : "";
  return [{ start: Math.round(start * 1000), end: Math.round(end * 1000), text: caption, language }];
}

function ruleOf(said: Record<string, unknown>): Rule[] {
  const { Rule: name, Limit: limit, Unit: unit, Broken: broken, Of: of, Source: source } = said;
  if (typeof name !== "string" || typeof limit !== "number" || typeof broken !== "number") {
    return [];
  }
  return [{ name, limit, unit: String(unit ?? ""), broken, of: Number(of ?? 0), source: String(source ?? "") }];
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
