/** The navigation: beside the page, or at the foot of a narrow screen. */
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { DESTINATIONS } from "./navigation";

export function SideLinks(): ReactElement {
  const t = useTranslations("shell");
  return (
    <>
      {DESTINATIONS.map(({ to, name, icon: Icon }) => (
        <Link key={to} to={to} className="side-link" activeOptions={{ exact: to === "/", includeSearch: false }}>
          <Icon size={18} aria-hidden />
          <span className="side-text">{t(name)}</span>
        </Link>
      ))}
    </>
  );
}

export function BottomLinks(): ReactElement {
  const t = useTranslations("shell");
  return (
    <nav className="bottom" aria-label={t("navigation")}>
      {DESTINATIONS.slice(0, 5).map(({ to, name, icon: Icon }) => (
        <Link key={to} to={to} className="bottom-link" activeOptions={{ exact: to === "/", includeSearch: false }}>
          <Icon size={20} aria-hidden />
          <span className="truncate">{t(name)}</span>
        </Link>
      ))}
    </nav>
  );
}
