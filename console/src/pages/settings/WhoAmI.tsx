/** Who the API takes the reader for: the names that rights are bound to. */
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { sessionQuery } from "../../api/queries";
import { Asked, Part } from "./parts";

export function WhoAmI(): ReactElement {
  const t = useTranslations("settings");
  const session = useQuery(sessionQuery);
  return (
    <Part title={t("who")}>
      <Asked query={session}>
        {({ name, groups, via }) => (
          <dl className="settings-facts">
            <dt>{t("name")}</dt>
            <dd>{name}</dd>
            <dt>{t("groups")}</dt>
            <dd>{groups.length > 0 ? groups.join(", ") : t("noGroups")}</dd>
            <dt>{t("via")}</dt>
            <dd>{t(via === "cookie" ? "viaCookie" : "viaToken")}</dd>
          </dl>
        )}
      </Asked>
    </Part>
  );
}
