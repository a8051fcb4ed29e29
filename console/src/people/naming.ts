/** Names of people who are seen: which edit gives one, and who is the same person in several assets. */
import type { Schema } from "../api/client";
import type { Person } from "../api/peopleQueries";

type NamingEdit = Pick<Schema<"NewEdit">, "operation" | "result"> & Partial<Schema<"NewEdit">>;

/** The edit that gives somebody a name; undefined where nobody can have one, or nothing would change. */
export function editOf(person: Person, name: string, others: readonly Person[]): NamingEdit | undefined {
  const value = name.trim();
  if (!value || value === person.name) {
    return undefined;
  }
  if (!person.name) {
    return person.anchor ? { operation: "name", result: person.result, anchor: person.anchor, value } : undefined;
  }
  const isThere = others.some(
    (each) => each.asset.id === person.asset.id && each.result === person.result && each.name === value,
  );
  const originals = isThere ? [person.name, value] : [person.name];
  return { operation: isThere ? "merge" : "rename", result: person.result, originals, value };
}

export interface Known {
  readonly name: string;
  readonly seen: readonly Person[];
}

/** People who have a name, each once, with everywhere they are seen; by name. */
export function knownOf(people: readonly Person[]): Known[] {
  const found = new Map<string, Person[]>();
  for (const each of people) {
    if (each.name) {
      found.set(each.name, [...(found.get(each.name) ?? []), each]);
    }
  }
  return [...found].map(([name, seen]) => ({ name, seen })).sort((one, other) => one.name.localeCompare(other.name));
}

export function unnamedOf(people: readonly Person[]): Person[] {
  return people.filter((each) => !each.name);
}

/** What tells somebody in a list from all others. */
export function personKey(person: Person): string {
  return [person.asset.id, person.result, person.name, person.identity].join("~");
}
