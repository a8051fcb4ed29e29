import { expect, test } from "vitest";
import { parametersOf } from "./parameters";

test.each([
  [{ type: "number", minimum: 0, maximum: 100, default: 50 }, "number", ["≥ 0", "≤ 100"], "50"],
  [{ type: "integer", exclusiveMinimum: 0 }, "integer", ["> 0"], ""],
  [{ type: "string", enum: ["a", "b"], default: "" }, "string", ["a | b"], '""'],
  [{ type: "array", items: { type: "string", enum: ["x", "y"] }, default: [] }, "string[]", ["x | y"], "[]"],
  [{ type: ["string", "null"] }, "string | null", [], ""],
  [{}, "any", [], ""],
])("%j", (schema, type, allowed, preset) => {
  expect(parametersOf({ it: schema })).toEqual([{ name: "it", type, description: "", allowed, default: preset }]);
});
