/** The languages, which one to use, and its texts. */
import { keep, readKept } from "../app/browserStorage";
import type { messages as english } from "./en";

export type Messages = typeof english;
export const LOCALES = { en: "English", ja: "日本語" } as const;
export type Locale = keyof typeof LOCALES;

const KEPT = "media-insights.locale";

/** The language that was chosen, or else the first of the browser's that there is. */
export function preferredLocale(chosen: string | null, wanted: readonly string[]): Locale {
  const known = [chosen ?? "", ...wanted].map((each) => each.toLowerCase().split("-")[0] ?? "");
  return known.find(isLocale) ?? "en";
}

export function isLocale(text: string): text is Locale {
  return Object.hasOwn(LOCALES, text);
}

export function storedLocale(): Locale {
  return preferredLocale(readKept(KEPT), navigator.languages);
}

export function storeLocale(locale: Locale): void {
  keep(KEPT, locale);
}

export async function messagesOf(locale: Locale): Promise<Messages> {
  return (locale === "ja" ? await import("./ja") : await import("./en")).messages;
}
