/** Names of results as people know them: in the reader's language, or made of the operator's own name. */
import { useTranslations } from "use-intl";

/** `technicalCueDetection` → `Technical cue detection`. */
export function spacedName(name: string): string {
  const spaced = name
    .replace(/[-_]+/g, " ")
    .replace(/([a-z0-9])([A-Z])/g, (_, one: string, other: string) => `${one} ${other.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export function useResultNames(): (result: string) => string {
  const t = useTranslations("result");
  return (result) => {
    const key = result as Parameters<typeof t>[0];
    // A result's name is a tenant's text: one with a dot would be looked up as a path.
    return /^[\w-]+$/.test(result) && t.has(key) ? t(key) : spacedName(result);
  };
}
