/** Which version answers, and where its API is described. */
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { versionQuery } from "../../api/versionQuery";
import { Asked, Part } from "./parts";

export function About(): ReactElement {
  const t = useTranslations("settings");
  const shell = useTranslations("shell");
  const version = useQuery(versionQuery);
  return (
    <Part title={t("about")}>
      <Asked query={version}>
        {(found) => (
          <dl className="settings-facts">
            <dt>{shell("name")}</dt>
            <dd className="numbers">{found.version}</dd>
          </dl>
        )}
      </Asked>
      <p>
        <a href="docs">{t("apiDocs")}</a>
      </p>
    </Part>
  );
}
