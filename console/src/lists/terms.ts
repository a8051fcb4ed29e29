/** The text of a list as what it is: single terms, or a table whose first row names languages. */
import type { ListKind } from "../api/listQueries";

/** How an operator's parameter names a list; a version only where an older one is meant. */
export const referenceTo = (kind: ListKind, name: string, version?: number): string =>
  `list:${kind}/${name}${version === undefined ? "" : `@${version}`}`;

/** The filled lines of a text, without blanks around them. */
export function termsIn(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

export interface TermTable {
  readonly languages: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A terminology as a table (RFC 4180): quotes hold commas and line breaks, two of them are one. */
export function tableOf(text: string): TermTable {
  const [languages = [], ...rows] = recordsIn(text).filter((cells) => cells.some((each) => each !== ""));
  return { languages, rows: rows.map((cells) => languages.map((_, at) => cells[at] ?? "")) };
}

function recordsIn(text: string): string[][] {
  const records: string[][] = [];
  let cells: string[] = [];
  // A cell in quotes or a plain one, and what ends it.
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/gy;
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    cells.push((found[1] === undefined ? (found[2] ?? "") : found[1].replaceAll('""', '"')).trim());
    if (found[3] !== ",") {
      records.push(cells);
      cells = [];
    }
    if (cell.lastIndex >= text.length) {
      break;
    }
  }
  return cells.length > 0 ? [...records, cells] : records;
}

export interface TermChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What one version has and another has not, line by line, whatever the order. */
export function changesBetween(before: string, after: string): TermChanges {
  const [old, young] = [new Set(termsIn(before)), new Set(termsIn(after))];
  return {
    added: [...young].filter((each) => !old.has(each)),
    removed: [...old].filter((each) => !young.has(each)),
  };
}

export interface Keyed<Value> {
  readonly key: string;
  readonly value: Value;
}

/** Values with keys of their own, which stay where they are when others come or go; equal ones are numbered. */
export function keyed<Value>(values: readonly Value[]): Keyed<Value>[] {
  const seen = new Map<string, number>();
  return values.map((value) => {
    const text = JSON.stringify(value);
    const number = seen.get(text) ?? 0;
    seen.set(text, number + 1);
    return { key: `${number} ${text}`, value };
  });
}
