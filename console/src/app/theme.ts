/** Light, dark, or as the system: an attribute of the document, which tokens.css reads. */
import { storeChoice, storedChoice } from "./stored";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
/** Names of their words. */
export const THEME_NAMES = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;

export function storedTheme(): Theme {
  return THEMES.find((each) => each === storedChoice("theme")) ?? "system";
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
}

export function chooseTheme(theme: Theme): void {
  storeChoice("theme", theme);
  applyTheme(theme);
}
