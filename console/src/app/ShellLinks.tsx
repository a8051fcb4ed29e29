/** The navigation: beside the page, or at the foot of a narrow screen. */
import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import type { ReactElement } from "react";
import { Button, MenuTrigger, Popover } from "react-aria-components";
import { useTranslations } from "use-intl";
import { MenuItems } from "../ui/menus";
import { DESTINATIONS } from "./navigation";

/** As many as are read on a narrow screen; the others are behind one more. */
const AT_THE_FOOT = 4;

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
      {DESTINATIONS.slice(0, AT_THE_FOOT).map(({ to, name, icon: Icon }) => (
        <Link key={to} to={to} className="bottom-link" activeOptions={{ exact: to === "/", includeSearch: false }}>
          <Icon size={20} aria-hidden />
          <span className="truncate">{t(name)}</span>
        </Link>
      ))}
      <MorePages />
    </nav>
  );
}

function MorePages(): ReactElement {
  const t = useTranslations("shell");
  const navigate = useNavigate();
  const place = useLocation({ select: ({ pathname }) => pathname.split("/")[1] });
  const entries = DESTINATIONS.slice(AT_THE_FOOT).map(({ to, name, icon: Icon }) => ({
    id: to,
    label: t(name),
    icon: <Icon size={18} aria-hidden />,
    isSelected: to.split("/")[1] === place,
  }));
  return (
    <MenuTrigger>
      <Button className="bottom-link" data-here={entries.some((each) => each.isSelected) || undefined}>
        <Ellipsis size={20} aria-hidden />
        <span className="truncate">{t("more")}</span>
      </Button>
      <Popover className="popover" placement="top end" offset={6}>
        <MenuItems
          label={t("more")}
          entries={entries}
          onAction={(id) => void navigate({ to: DESTINATIONS.find(({ to }) => to === id)?.to ?? "/" })}
        />
      </Popover>
    </MenuTrigger>
  );
}
