import { describe, expect, it } from "vitest";
import { fieldsOf, readValue, shownValue, withValue } from "./fields";

const SCHEMAS = {
  language: { type: "string", description: "Spoken." },
  most: { type: "integer", minimum: 1, maximum: 50, default: 10 },
  style: { type: "string", enum: ["plain", "bold"] },
  fast: { type: "boolean" },
  labels: { type: "array", items: { type: "string" } },
  area: { type: "object" },
};
const [language, most, style, fast, labels, area] = fieldsOf(SCHEMAS);

describe("fields of a form", () => {
  it("are of the kind that the schema says", () => {
    expect(fieldsOf(SCHEMAS).map((each) => each.kind)).toEqual(["text", "number", "choice", "switch", "list", "json"]);
    expect([most?.bounds, most?.default, style?.choices]).toEqual(["≥ 1, ≤ 50", 10, ["plain", "bold"]]);
    expect([language?.description, fast?.description]).toEqual(["Spoken.", ""]);
  });

  it.each([
    [most, "12", 12],
    [most, "a dozen", "a dozen"],
    [most, "  ", undefined],
    [labels, "Dog, Cat,", ["Dog", "Cat"]],
    [area, '{"left": 1}', { left: 1 }],
    [area, "{left", "{left"],
    [language, "ja", "ja"],
  ])("%o reads %s", (field, text, value) => {
    expect(field && readValue(field, text)).toEqual(value);
  });

  it("show what they read", () => {
    expect(labels && shownValue(labels, ["Dog", "Cat"])).toBe("Dog, Cat");
    expect(area && shownValue(area, { left: 1 })).toBe('{"left":1}');
    expect(most && shownValue(most, undefined)).toBe("");
  });

  it("lose what is taken away", () => {
    expect(withValue({ a: 1, b: 2 }, "a", undefined)).toEqual({ b: 2 });
    expect(withValue({ a: 1 }, "b", 2)).toEqual({ a: 1, b: 2 });
  });
});
