/** Lengths and sizes as parts and texts that are the same in all languages. */

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** `1:02:03`, `4:05`, `0:07`: hours only where there are any. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A size in the unit in which it has one to three digits before the point. */
export function sizeParts(bytes: number): { readonly value: number; readonly unit: (typeof UNITS)[number] } {
  const at = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return { value: bytes / 1000 ** at, unit: UNITS[at] ?? "byte" };
}
