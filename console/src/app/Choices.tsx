/** Appearance and language: two menus of the top bar. */
import { Languages, Moon, Sun, SunMoon } from "lucide-react";
import type { ReactElement } from "react";
import { useLocale, useTranslations } from "use-intl";
import { isLocale, LOCALES } from "../i18n/locales";
import { IconMenu } from "../ui/menus";
import { useStoredChoice } from "./stored";
import { useChooseLocale } from "./Texts";
import { chooseTheme, storedTheme, THEME_NAMES, THEMES } from "./theme";

const ICONS = { system: SunMoon, light: Sun, dark: Moon };

export function Choices(): ReactElement {
  const t = useTranslations("shell");
  const locale = useLocale();
  const chooseLocale = useChooseLocale();
  useStoredChoice("theme"); // shown anew when it changes, in another tab too
  const theme = storedTheme();
  const Icon = ICONS[theme];
  return (
    <>
      <IconMenu
        label={t("appearance")}
        icon={<Icon size={18} aria-hidden />}
        onAction={(id) => chooseTheme(THEMES.find((each) => each === id) ?? "system")}
        entries={THEMES.map((each) => ({ id: each, label: t(THEME_NAMES[each]), isSelected: each === theme }))}
      />
      <IconMenu
        label={t("language")}
        icon={<Languages size={18} aria-hidden />}
        onAction={(id) => isLocale(id) && chooseLocale(id)}
        entries={Object.entries(LOCALES).map(([id, label]) => ({ id, label, isSelected: id === locale }))}
      />
    </>
  );
}
