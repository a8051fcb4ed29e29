import { expect, test } from "vitest";
import { yamlOf } from "./yaml";

test("objects, lists and texts as a person would write them", () => {
  const value = {
    description: "Finds: everything",
    priority: -5,
    stages: [{ name: "prepare", operators: [{ name: "proxy", enabled: true, configuration: {} }, { name: "no" }] }],
    languages: ["ja", "en US", "1.5", ""],
    none: null,
    empty: [],
  };
  expect(yamlOf(value)).toBe(`description: "Finds: everything"
priority: -5
stages:
  - name: prepare
    operators:
      - name: proxy
        enabled: true
      - name: "no"
languages:
  - ja
  - en US
  - "1.5"
  - ""
`);
});

test.each([
  [[], "[]\n"],
  [{}, "{}\n"],
  ["a\nb", '"a\\nb"\n'],
  [[[1, 2]], "- - 1\n  - 2\n"],
])("%j", (value, text) => {
  expect(yamlOf(value)).toBe(text);
});
