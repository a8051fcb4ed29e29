import { describe, expect, it } from "vitest";
import { problemOf } from "./problems";

describe("what the API refuses becomes words", () => {
  const rows = [
    ["a problem document", { code: "not-found", detail: "no asset x", status: 404 }, "not-found", "no asset x"],
    ["a document without a code", { detail: "odd" }, "unknown", "odd"],
    ["no answer at all", new TypeError("Failed to fetch"), "unreachable", ""],
    ["a page of some proxy", "<html>502</html>", "unknown", ""],
  ] as const;
  it.each(rows)("%s", (_, thrown, code, detail) => {
    expect(problemOf(thrown)).toMatchObject({ code, detail });
  });
});
