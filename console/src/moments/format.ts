/** Times and values of fields as people read them. */

/** Return `1:02:03.4`-like text: hours only when there are some, as many digits of a second as asked for. */
export function clockText(ms: number, digits: 0 | 1 | 2 | 3 = 0): string {
  const unit = 10 ** digits;
  const all = Math.floor((Math.max(0, ms) * unit) / 1000 + 1e-6);
  const seconds = Math.floor(all / unit);
  const fraction = digits > 0 ? `.${String(all % unit).padStart(digits, "0")}` : "";
  const hours = Math.floor(seconds / 3600);
  const minutes = String(Math.floor(seconds / 60) % 60).padStart(hours > 0 ? 2 : 1, "0");
  const rest = String(seconds % 60).padStart(2, "0");
  return `${hours > 0 ? `${hours}:` : ""}${minutes}:${rest}${fraction}`;
}

/** Return the milliseconds that a text names: `62.5`, `1:02.5`, `0:01:02.500`; null for what names none. */
export function parseClock(text: string): number | null {
  const parts = text.trim().split(":");
  if (parts.length > 3 || !parts.every((part) => /^\d+(\.\d+)?$/.test(part))) return null;
  return Math.round(parts.reduce((seconds, part) => seconds * 60 + Number(part), 0) * 1000);
}

/** Return the seconds of an address, with three decimals. */
export function secondsText(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** Return a value of a field as text: lists joined, objects as JSON. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(valueText).filter(Boolean).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
