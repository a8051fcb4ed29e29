import { expect, test } from "vitest";
import { yamlTextOf } from "./yamlText";

const TEXT = `description: Reads
stages:
  - name: listen
    operators:
      - name: transcribe
        enabled: maybe
        configuration:
          language: [en]
      - alias: two
  - operators: &others
      - name: proxy
`;
const MANIFEST = `kind: MediaWorkflow\nspec:\n  scheduling: Sometimes\n`;

test.each([
  ["/spec/stages/0/operators/0/enabled", "enabled: maybe", "6:9"],
  ["/spec/stages/0/operators/0/configuration/language", "language", "8:11"],
  ["/spec/stages/0/operators/0/configuration/language/0", "en", "8:22"],
  ["/spec/stages/0/operators/1/name", "alias: two", "9:9"],
  ["/spec/stages/0/operators/1", "alias: two", "9:9"],
  ["/spec/stages/1", "operators", "10:5"],
  ["/spec/stages/7", "stages", "2:1"],
  ["/spec/description/0", "description: Reads", "1:1"],
  ["/spec/none", "", "1:1"],
  ["/spec", "", "1:1"],
  ["/configuration/transcribe", "", "1:1"],
])("%s stands at %s", (pointer, marked, at) => {
  const { line, column, from, to } = yamlTextOf(TEXT).placeOf(pointer);
  expect([TEXT.slice(from, to), `${line}:${column}`]).toEqual([marked, at]);
});

test("of a whole manifest the spec is taken", () => {
  const found = yamlTextOf(MANIFEST);
  expect(found.spec).toEqual({ scheduling: "Sometimes" });
  const { line, column, from, to } = found.placeOf("/spec/scheduling");
  expect([MANIFEST.slice(from, to), line, column]).toEqual(["scheduling: Sometimes", 3, 3]);
});

test.each([
  ["a: [1", 1],
  ["a: 1\na: 2", 2],
  ["a: b: c", 1],
  ["\ta: 1", 1],
  ["a: 1\n---\nb: 2", 2],
  ["a: *nobody", 1],
])("%j is no YAML, and says where", (text, line) => {
  const { errors, spec } = yamlTextOf(text);
  expect(spec).toBeUndefined();
  expect(errors.map((each) => each.place.line)).toEqual([line]);
  expect(errors[0]?.message).not.toBe("");
});

test("a text whose aliases grow without end is refused", () => {
  const levels = Array.from({ length: 9 }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at}, `.repeat(9)}]`);
  expect(yamlTextOf(["l0: &l0 [x]", ...levels].join("\n")).errors).toHaveLength(1);
});

test.each([
  ["", null],
  ["- 1", [1]],
  ["text", "text"],
])("what %j says is for the server to judge", (text, spec) => {
  expect(yamlTextOf(text).spec).toEqual(spec);
});
