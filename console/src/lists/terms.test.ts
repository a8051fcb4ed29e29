import { describe, expect, it } from "vitest";
import { changesBetween, keyed, referenceTo, tableOf, termsIn } from "./terms";

describe("termsIn", () => {
  it("has every filled line once, without blanks", () => {
    expect(termsIn("Narvik\r\n\n  Lofoten  \n")).toEqual(["Narvik", "Lofoten"]);
  });
});

describe("tableOf", () => {
  it.each([
    ["plain", "en,es\ncloud,nube\n", [["cloud", "nube"]]],
    ["a comma in quotes", 'en,es\n"sea, deep",mar\n', [["sea, deep", "mar"]]],
    ["a line break in quotes", 'en,es\n"two\nlines",dos\n', [["two\nlines", "dos"]]],
    ["quotes in quotes", 'en,es\n"so ""said""",dicho', [['so "said"', "dicho"]]],
    ["too few cells", "en,es\ncloud\n", [["cloud", ""]]],
    ["more cells than languages", "en,es\na,b,c\n", [["a", "b"]]],
    ["blank lines", "en,es\n\n,\ncloud,nube\n", [["cloud", "nube"]]],
    ["an open quote", 'en,es\n"cloud,nube', [['"cloud', "nube"]]],
  ])("reads %s", (_, text, rows) => {
    expect(tableOf(text)).toEqual({ languages: ["en", "es"], rows });
  });

  it("has nothing of an empty text", () => {
    expect(tableOf("")).toEqual({ languages: [], rows: [] });
  });
});

describe("changesBetween", () => {
  it("names what came and what went, whatever the order", () => {
    expect(changesBetween("a\nb\nc\n", "c\na\nd\n")).toEqual({ added: ["d"], removed: ["b"] });
  });
});

describe("referenceTo", () => {
  it("is what a parameter takes", () => {
    expect(referenceTo("filters", "mild")).toBe("list:filters/mild");
    expect(referenceTo("filters", "mild", 3)).toBe("list:filters/mild@3");
  });
});

describe("keyed", () => {
  it("tells equal values apart", () => {
    expect(new Set(keyed(["a", "b", "a"]).map((each) => each.key)).size).toBe(3);
    expect(keyed([["a"], ["a"]]).map((each) => each.value)).toEqual([["a"], ["a"]]);
  });
});
