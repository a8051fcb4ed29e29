/** Parts of addresses, read with care: whatever is in them, a page gets what it understands, and leaves out the rest. */

export type Raw = Readonly<Record<string, unknown>>;

/** A text; numbers and booleans, as routers read them, become texts again. */
export function textIn(raw: Raw, name: string, longest = 2000): string {
  const value = raw[name];
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value).slice(0, longest)
    : "";
}

/** A number in a range; undefined when there is none. */
export function numberIn(raw: Raw, name: string, least: number, most: number): number | undefined {
  const value = typeof raw[name] === "string" && raw[name] !== "" ? Number(raw[name]) : raw[name];
  return typeof value === "number" && value >= least && value <= most ? value : undefined;
}
