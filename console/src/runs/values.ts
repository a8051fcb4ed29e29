/** Values of parameters as short texts. */

/** `[a, b]` for lists, JSON for objects, everything else as it is written. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(textOf).join(", ")}]`;
  }
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
