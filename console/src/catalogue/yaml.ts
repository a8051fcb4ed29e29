/** YAML of plain values: block style, two spaces, texts in quotes where a reader could take them for something else. */

type Value = unknown;

/** Return a value as YAML; what is undefined, null, or an empty list or object within an object is left out. */
export function yamlOf(value: Value): string {
  return `${lines(value).join("\n")}\n`;
}

function lines(value: Value): string[] {
  if (Array.isArray(value)) {
    return value.length === 0 ? ["[]"] : value.flatMap((each) => hung("- ", lines(each)));
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => !isEmpty(each));
    return entries.length === 0 ? ["{}"] : entries.flatMap(([name, each]) => entry(scalar(name), each));
  }
  return [scalar(value)];
}

function entry(name: string, value: Value): string[] {
  const below = lines(value);
  const isBlock = typeof value === "object" && value !== null && below[0] !== "[]" && below[0] !== "{}";
  return isBlock ? [`${name}:`, ...below.map((each) => `  ${each}`)] : [`${name}: ${below[0]}`];
}

function hung(mark: string, below: readonly string[]): string[] {
  return below.map((each, at) => (at === 0 ? mark : "  ") + each);
}

function isEmpty(value: Value): boolean {
  return value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);
}

const PLAIN = /^[A-Za-z_/][\w ./@+-]*$/;
const MEANT_OTHERWISE = /^(true|false|null|yes|no|on|off|y|n)$/i;

function scalar(value: Value): string {
  if (typeof value !== "string") {
    return String(value);
  }
  return PLAIN.test(value) && !value.endsWith(" ") && !MEANT_OTHERWISE.test(value) ? value : JSON.stringify(value);
}
