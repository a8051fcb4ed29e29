import { describe, expect, it } from "vitest";
import { chipsOf, condition, queryOf, toggled } from "./chips";

describe("a query as chips", () => {
  const rows = [
    ["deep water", ["deep", "water"]],
    [
      'label:Dog AND says:"deep water" NOT person:"Jane \\"J\\""',
      ["label:Dog", 'says:"deep water"', 'NOT person:"Jane \\"J\\""'],
    ],
    [
      "Confidence:[80 TO 90} near_10s:(says:water label:Dog)",
      ["Confidence:[80 TO 90}", "near_10s:(says:water label:Dog)"],
    ],
    ["cat OR dog", ["cat OR dog"]],
    ['"an open quote', ['"an open quote']],
    ["-Name:京都 !x", ["-Name:京都", "!x"]],
    ["  ", []],
  ] as const;
  it.each(rows)("%s", (query, texts) => {
    expect(chipsOf(query).map((each) => each.text)).toEqual(texts);
  });

  it("and back is a query with the same chips", () => {
    for (const [query] of rows) {
      expect(chipsOf(queryOf(chipsOf(query)))).toEqual(chipsOf(query));
    }
  });

  it("tells field, value and negation", () => {
    expect(chipsOf('NOT Name:"a \\"b\\""')[0]).toMatchObject({ field: "Name", value: 'a "b"', negated: true });
    expect(chipsOf("-x")[0]).toMatchObject({ field: "", value: "x", negated: true });
  });
});

it.each([
  ["Dog", "Name:Dog"],
  ["東京", "Name:東京"],
  ["deep water", 'Name:"deep water"'],
  ['a "b" \\', 'Name:"a \\"b\\" \\\\"'],
  ["OR", 'Name:"OR"'],
])("a condition for %s", (value, text) => {
  expect(condition("Name", value)).toBe(text);
  expect(chipsOf(text)[0]?.value).toBe(value);
});

it("a condition is added once, and taken away again", () => {
  const once = toggled("water", "kind:Label");
  expect(once).toBe("water kind:Label");
  expect(toggled(once, "kind:Label")).toBe("water");
});
