import { expect, test } from "vitest";
import type { Person } from "../api/peopleQueries";
import { editOf, knownOf, unnamedOf } from "./naming";

function person(name: string, asset = "a1", change: Partial<Person> = {}): Person {
  const anchor = { title: name || "Unknown", throughout: false };
  const where = { id: asset, name: asset, namespace: "local", title: "" };
  return {
    asset: where,
    result: "faceSearch",
    operator: "f",
    name,
    identity: "",
    moments: 1,
    detections: 1,
    anchor,
    ...change,
  };
}

test.each([
  ["somebody unknown gets a name", person(""), " Jane ", "name", undefined],
  ["a name becomes another", person("Jane"), "Jane Doe", "rename", ["Jane"]],
  ["two names of one film become one", person("Jane"), "J. Doe", "merge", ["Jane", "J. Doe"]],
] as const)("%s", (_, who, name, operation, originals) => {
  const edit = editOf(who, name, [who, person("J. Doe"), person("Jane Doe", "another film")]);
  expect(edit).toMatchObject({ operation, result: "faceSearch", value: name.trim() });
  expect(edit?.originals).toEqual(originals);
});

test("no edit where nothing changes, or nobody can have a name", () => {
  expect(editOf(person("Jane"), "Jane", [])).toBeUndefined();
  expect(editOf(person(""), "  ", [])).toBeUndefined();
  expect(editOf(person("", "a1", { anchor: null }), "Jane", [])).toBeUndefined();
});

test("a name is one person, wherever they are seen; the others are nobody yet", () => {
  const people = [person("Zoe"), person("Jane"), person(""), person("Jane", "a2")];
  expect(knownOf(people).map((each) => [each.name, each.seen.length])).toEqual([
    ["Jane", 2],
    ["Zoe", 1],
  ]);
  expect(unnamedOf(people)).toHaveLength(1);
});
