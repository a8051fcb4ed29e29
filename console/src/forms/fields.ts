/** Fields of a form, read from the JSON Schemas by which operators declare their parameters. */

export interface FormField {
  readonly name: string;
  readonly kind: "switch" | "choice" | "number" | "text" | "list" | "json";
  readonly description: string;
  readonly choices: readonly string[];
  /** Bounds in signs: `≥ 1`, `≤ 10`. */
  readonly bounds: string;
  readonly default: unknown;
}

export type Values = Readonly<Record<string, unknown>>;
type Schema = Readonly<Record<string, unknown>>;

export function fieldsOf(schemas: Readonly<Record<string, Schema>>): FormField[] {
  return Object.entries(schemas).map(([name, schema]) => ({
    name,
    kind: kindOf(schema),
    description: String(schema["description"] ?? ""),
    choices: Array.isArray(schema["enum"]) ? schema["enum"].map(String) : [],
    bounds: boundsOf(schema),
    default: schema["default"],
  }));
}

function kindOf(schema: Schema): FormField["kind"] {
  const type = schema["type"];
  if (Array.isArray(schema["enum"]) && schema["enum"].every((each) => typeof each === "string")) {
    return "choice";
  }
  switch (type) {
    case "boolean":
      return "switch";
    case "integer":
    case "number":
      return "number";
    case "string":
      return "text";
    case "array":
      return (schema["items"] as Schema | undefined)?.["type"] === "string" ? "list" : "json";
    default:
      return "json";
  }
}

function boundsOf(schema: Schema): string {
  const signs = { minimum: "≥", exclusiveMinimum: ">", maximum: "≤", exclusiveMaximum: "<" } as const;
  return Object.entries(signs)
    .filter(([key]) => schema[key] !== undefined)
    .map(([key, sign]) => `${sign} ${schema[key]}`)
    .join(", ");
}

/** A value as it stands in a text field. */
export function shownValue(field: FormField, value: unknown): string {
  if (value === undefined) {
    return "";
  }
  if (field.kind === "list" && Array.isArray(value)) {
    return value.join(", ");
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What somebody typed, as a value; undefined for nothing. What cannot be read stays a text: the server says why not. */
export function readValue(field: FormField, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") {
    return undefined;
  }
  switch (field.kind) {
    case "number":
      return Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
    case "list":
      return trimmed
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean);
    case "json":
      try {
        return JSON.parse(trimmed);
      } catch {
        return trimmed;
      }
    default:
      return text;
  }
}

/** Values after one changed; undefined takes it away, so that the operator's default holds. */
export function withValue(values: Values, name: string, value: unknown): Values {
  const rest = Object.fromEntries(Object.entries(values).filter(([each]) => each !== name));
  return value === undefined ? rest : { ...rest, [name]: value };
}
