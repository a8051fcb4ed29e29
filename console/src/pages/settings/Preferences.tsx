/** The reader's own choices, which this browser keeps: look, language, and whether single keys do something. */
import type { ReactElement } from "react";
import { useLocale, useTranslations } from "use-intl";
import { SINGLE_KEYS } from "../../app/shortcuts";
import { useStoredChoice } from "../../app/stored";
import { useChooseLocale } from "../../app/Texts";
import { chooseTheme, storedTheme, THEME_NAMES, THEMES } from "../../app/theme";
import { isLocale, LOCALES } from "../../i18n/locales";
import { CheckInput, Chooser } from "../../ui/fields";
import { Part } from "./parts";

export function Preferences(): ReactElement {
  const t = useTranslations("settings");
  const shell = useTranslations("shell");
  const keys = useTranslations("keys");
  const locale = useLocale();
  const chooseLocale = useChooseLocale();
  const [single, setSingle] = useStoredChoice(SINGLE_KEYS);
  useStoredChoice("theme"); // shown anew when it changes, in another tab too
  return (
    <Part title={t("preferences")}>
      <div className="settings-choices">
        <Chooser
          label={shell("appearance")}
          value={storedTheme()}
          choices={THEMES.map((id) => ({ id, label: shell(THEME_NAMES[id]) }))}
          onChange={chooseTheme}
        />
        <Chooser
          label={shell("language")}
          value={locale}
          choices={Object.entries(LOCALES).map(([id, label]) => ({ id, label }))}
          onChange={(id) => isLocale(id) && chooseLocale(id)}
        />
      </div>
      <div>
        <CheckInput isSelected={single !== "off"} onChange={(on) => setSingle(on ? "" : "off")}>
          {keys("single")}
        </CheckInput>
        <p className="field-help">{keys("singleHelp")}</p>
      </div>
      <p className="field-help">{t("keptHere")}</p>
    </Part>
  );
}
