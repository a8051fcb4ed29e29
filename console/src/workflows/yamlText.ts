/** A workflow as text: what it says, and where in the text a field of it stands. */
import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from "yaml";

/** A stretch of the text, and the place of its beginning as people count. */
export interface Place {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
}

export interface Problem {
  readonly at: string;
  readonly message: string;
}

export interface PlacedProblem extends Problem {
  readonly place: Place;
}

export interface YamlText {
  /** The workflow's `spec`, as it was written: only the server knows whether it is one. */
  readonly spec: unknown;
  /** Why the text is no YAML; nothing else is known of it then. */
  readonly errors: readonly PlacedProblem[];
  /** Where the field stands to which a JSON pointer of the check leads, or what of it there is. */
  readonly placeOf: (pointer: string) => Place;
}

/** Read the spec of a workflow, or a whole MediaWorkflow of which the spec is taken. */
export function yamlTextOf(text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (from: number, to: number): Place => {
    const { line, col } = lines.linePos(from);
    return { from, to, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const refused = (message: string, [from, to]: readonly [number, number]): YamlText => ({
    spec: undefined,
    errors: [{ at: "", message, place: place(Math.min(from, text.length), Math.min(to, text.length)) }],
    placeOf: () => place(0, 0),
  });
  const [error] = document.errors;
  if (error) {
    return refused(error.message, error.pos);
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch (thrown) {
    return refused(thrown instanceof Error ? thrown.message : String(thrown), [0, 0]); // aliases without an end
  }
  const manifest = isManifest(value) ? value : undefined;
  return {
    spec: manifest ? manifest.spec : value,
    errors: [],
    placeOf: (pointer) => {
      const [, root = "", ...path] = pointer.split("/").map(unescaped);
      const steps = root === "spec" ? (manifest ? [root, ...path] : path) : [];
      return place(...rangeOf(document, steps));
    },
  };
}

function isManifest(value: unknown): value is { readonly spec: unknown } {
  return typeof value === "object" && value !== null && "kind" in value && "spec" in value;
}

const unescaped = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");

/** The range of what a path leads to, or of the last of it that is there: a field with its value, an item by its head. */
function rangeOf(document: Document.Parsed, path: readonly string[]): [number, number] {
  let node: unknown = document.contents;
  let range: [number, number] = [0, 0];
  for (const step of path) {
    const found: unknown = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
      : isSeq(node)
        ? node.items[Number(step)]
        : undefined;
    if (found === undefined) {
      return range;
    }
    range = isPair(found) ? pairRange(found) : headRange(found);
    node = isPair(found) ? found.value : found;
  }
  return range;
}

const startOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;
const endOf = (node: unknown): number => (node as Node | null)?.range?.[1] ?? 0;

function pairRange({ key, value }: Pair): [number, number] {
  return [startOf(key), isScalar(value) ? Math.max(endOf(value), endOf(key)) : endOf(key)];
}

/** An item that is an object is marked by its first field, so that not half a page is. */
function headRange(item: unknown): [number, number] {
  const [first] = isMap(item) ? item.items : [];
  return first ? pairRange(first) : [startOf(item), endOf(item)];
}
