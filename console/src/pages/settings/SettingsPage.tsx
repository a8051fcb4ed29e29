/** What concerns the reader: who they are, what they may do, how much runs at once, and their own choices. */
import { type ReactElement, useEffect } from "react";
import { useTranslations } from "use-intl";
import { About } from "./About";
import { Limits } from "./Limits";
import { Preferences } from "./Preferences";
import { Rights } from "./Rights";
import { WhoAmI } from "./WhoAmI";
import "./settings.css";

export function SettingsPage(): ReactElement {
  const t = useTranslations("settings");
  const shell = useTranslations("shell");
  useEffect(() => {
    document.title = `${t("title")} – ${shell("name")}`;
  }, [t, shell]);
  return (
    <div className="page" data-width="text">
      <div className="page-head">
        <h1>{t("title")}</h1>
      </div>
      <Preferences />
      <WhoAmI />
      <Rights />
      <Limits />
      <About />
    </div>
  );
}
