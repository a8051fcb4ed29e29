/** The answer to a stage that waits: names and values for the operators after it. */

export interface AnswerRow {
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

/** The answer as JSON: `true`, numbers and JSON are what they say, everything else is text; rows without a name are left out. */
export function answerOf(rows: readonly AnswerRow[]): Record<string, unknown> {
  const named = rows.filter((each) => each.name.trim() !== "");
  return Object.fromEntries(named.map((each) => [each.name.trim(), readValue(each.value)]));
}

export function readValue(text: string): unknown {
  const trimmed = text.trim();
  if (!/^(true|false|null|-?\d|[[{"])/.test(trimmed)) {
    return text;
  }
  try {
    return JSON.parse(trimmed);
  } catch {
    return text;
  }
}

/** The first name that stands in two rows; empty when there is none. */
export function repeatedName(rows: readonly AnswerRow[]): string {
  const names = rows.map((each) => each.name.trim()).filter(Boolean);
  return names.find((each, at) => names.indexOf(each) !== at) ?? "";
}
