/** What is around every page: navigation, search, what runs, and the reader's choices. */
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { Toasts } from "../ui/toasts";
import { Commands } from "./Commands";
import { KeyboardHelp } from "./KeyboardHelp";
import { useLiveChanges } from "./LiveChanges";
import { DESTINATIONS } from "./navigation";
import { BottomLinks, SideLinks } from "./ShellLinks";
import { useShortcuts } from "./shortcuts";
import { TopBar } from "./TopBar";

type Opened = "" | "commands" | "keyboard";

export function Shell(): ReactElement {
  const isAlone = useLocation({ select: ({ pathname }) => pathname === "/login" || pathname.startsWith("/embed/") });
  return isAlone ? <Outlet /> : <FullShell />;
}

function FullShell(): ReactElement {
  const t = useTranslations("shell");
  const navigate = useNavigate();
  const [opened, setOpened] = useState<Opened>("");
  const isLive = useLiveChanges();
  const close = (): void => setOpened("");
  useShortcuts({
    "/": () => document.getElementById("search")?.focus(),
    "?": () => setOpened("keyboard"),
    "ctrl+k": () => setOpened("commands"),
    ...Object.fromEntries(DESTINATIONS.map(({ key, to }) => [`g ${key}`, () => void navigate({ to })])),
  });
  return (
    <div className="shell">
      <a className="button skip-link" href={`${location.pathname}${location.search}#main`}>
        {t("skip")}
      </a>
      <nav className="side" aria-label={t("navigation")}>
        <Brand />
        <SideLinks />
      </nav>
      <TopBar onCommands={() => setOpened("commands")} onKeyboard={() => setOpened("keyboard")} />
      <main className="main" id="main" tabIndex={-1}>
        {isLive ? null : (
          <p className="stale" role="status">
            {t("offline")}
          </p>
        )}
        <Outlet />
      </main>
      <BottomLinks />
      <Commands isOpen={opened === "commands"} onClose={close} onKeyboard={() => setOpened("keyboard")} />
      <KeyboardHelp isOpen={opened === "keyboard"} onClose={close} />
      <Toasts />
    </div>
  );
}

export function Brand(): ReactElement {
  const t = useTranslations("shell");
  return (
    <div className="brand">
      <img src="icon.svg" alt="" width={24} height={24} />
      <span className="side-text">{t("name")}</span>
    </div>
  );
}
