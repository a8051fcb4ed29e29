/** Parameters of operators, read from their JSON Schemas for people: the type, what is allowed, and the default. */
import { textOf } from "../runs/values";

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** Allowed values or bounds, as short texts: `≥ 0`, `≤ 100`, `a | b`. */
  readonly allowed: readonly string[];
  /** Empty: none. */
  readonly default: string;
}

type Schema = Readonly<Record<string, unknown>>;

export function parametersOf(schemas: Readonly<Record<string, Schema>>): Parameter[] {
  return Object.entries(schemas).map(([name, schema]) => ({
    name,
    type: typeOf(schema),
    description: String(schema["description"] ?? ""),
    allowed: allowedBy(schema),
    default: schema["default"] === undefined ? "" : shown(schema["default"]),
  }));
}

function typeOf(schema: Schema): string {
  const items = schema["items"];
  const type = Array.isArray(schema["type"]) ? schema["type"].join(" | ") : String(schema["type"] ?? "any");
  return type === "array" && isSchema(items) ? `${typeOf(items)}[]` : type;
}

function allowedBy(schema: Schema): string[] {
  const within = schema["items"];
  const bounds: readonly (readonly [string, string])[] = [
    ["minimum", "≥"],
    ["exclusiveMinimum", ">"],
    ["maximum", "≤"],
    ["exclusiveMaximum", "<"],
  ];
  const found = bounds.flatMap(([key, sign]) => (schema[key] === undefined ? [] : [`${sign} ${schema[key]}`]));
  const values = Array.isArray(schema["enum"]) ? [schema["enum"].map(shown).join(" | ")] : [];
  return [...values, ...found, ...(isSchema(within) ? allowedBy(within) : [])];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === "" ? '""' : textOf(value);
}
