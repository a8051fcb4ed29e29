/** Every text is in both languages, is used, and stands in no component. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { messages as english } from "./en";
import { messages as japanese } from "./ja";

const SOURCES = join(import.meta.dirname, "..");
const SPOKEN_ATTRIBUTES = new Set(["aria-label", "title", "placeholder", "label", "alt", "help", "description"]);
const LETTERS = /\p{L}{2,}/u;
/** Names, which are the same in every language. */
const NAMES = new Set(["Ctrl", "Enter", "Space", "Tab", "Esc", "Shift"]);

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** Names of things, and what somebody types. */
const SAME_IN_JAPANESE = new Set([
  "catalogue.digest",
  "catalogue.viewYaml",
  "library.exportOtio",
  "people.newCollectionHint",
  "shell.name",
]);

type Tree = { readonly [key: string]: string | Tree };

function keysOf(tree: Tree, before = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [before + key] : keysOf(value, `${before + key}.`),
  );
}

function textOf(tree: Tree, key: string): string {
  const value = key
    .split(".")
    .reduce<string | Tree | undefined>((found, part) => (typeof found === "object" ? found[part] : undefined), tree);
  return typeof value === "string" ? value : "";
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf-8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".test.ts") && !path.endsWith(".d.ts"))
    .map((path) => join(folder, path));
}

const PARSED = sources(SOURCES).map((path) =>
  ts.createSourceFile(path, readFileSync(path, "utf-8"), ts.ScriptTarget.Latest, true),
);

function* nodes(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) {
    yield* nodes(child);
  }
}

const KEYS = keysOf(english);
const STRINGS = new Set(
  PARSED.flatMap((file) => [...nodes(file)])
    .filter((node) => ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    .map((node) => (node as ts.StringLiteral).text),
);
const PREFIXES = PARSED.flatMap((file) => [...nodes(file)])
  .filter(ts.isTemplateExpression)
  .map((node) => node.head.text)
  .filter((text) => /^[\w.]+$/.test(text));

describe("texts", () => {
  it("are in English and in Japanese", () => {
    expect(keysOf(japanese).sort()).toEqual([...KEYS].sort());
  });

  it("take the same values in both languages", () => {
    const values = (text: string) => new Set(text.match(/\{(\w+)(?=\s*[,}])/g) ?? []);
    for (const key of KEYS) {
      expect(values(textOf(japanese, key)), key).toEqual(values(textOf(english, key)));
    }
  });

  it("are Japanese in Japanese", () => {
    const left = KEYS.filter((key) => !JAPANESE.test(textOf(japanese, key)) && !SAME_IN_JAPANESE.has(key));
    expect(left).toEqual([]);
  });

  it("are all used: by their key, or by a family that is chosen at run time", () => {
    const family = new Set(["problem", "state", "result", "rule"]); // by codes and names of the API, and by tables
    const unused = KEYS.filter((key) => {
      const [area = "", ...rest] = key.split(".");
      const own = rest.join(".");
      return !(
        family.has(area) ||
        STRINGS.has(own) ||
        STRINGS.has(key) ||
        PREFIXES.some((each) => own.startsWith(each))
      );
    });
    expect(unused).toEqual([]);
  });

  it("stand in no component", () => {
    const found = PARSED.filter((file) => file.fileName.endsWith(".tsx")).flatMap((file) =>
      [...nodes(file)].flatMap((node) => {
        const text = spokenText(node);
        return text && LETTERS.test(text) && !NAMES.has(text.trim()) ? [`${file.fileName}: ${text.trim()}`] : [];
      }),
    );
    expect(found).toEqual([]);
  });
});

function spokenText(node: ts.Node): string {
  if (ts.isJsxText(node)) {
    return node.text;
  }
  if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer)) {
    return SPOKEN_ATTRIBUTES.has(node.name.getText()) ? node.initializer.text : "";
  }
  return "";
}

describe("every refusal of the API has a sentence here", () => {
  const rest = join(SOURCES, "../../operator/media_insights/rest");
  const python = readdirSync(rest, { recursive: true, encoding: "utf-8" })
    .filter((path) => path.endsWith(".py") && !path.includes("mie"))
    .map((path) => readFileSync(join(rest, path), "utf-8"))
    .join("\n");
  const codes = new Set(
    [...python.matchAll(/(?:ApiRefusal|_Answer)\(\s*\d{3},\s*"([a-z-]+)"/g)].map((match) => match[1] ?? ""),
  );

  it("knows the codes", () => {
    expect(codes.size).toBeGreaterThan(25);
    expect([...codes].filter((each) => !Object.hasOwn(english.problem, each))).toEqual([]);
  });
});
