/** The bar on top: search, what runs, adding media, and the reader's choices. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { CircleUser, Command, Keyboard, LogOut, Settings, Upload } from "lucide-react";
import { type ReactElement, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api/client";
import { executionsQuery, sessionQuery } from "../api/queries";
import { Button } from "../ui/Button";
import { SearchInput } from "../ui/fields";
import { IconMenu } from "../ui/menus";
import { Ring } from "../ui/states";
import { Choices } from "./Choices";

interface TopBarProps {
  readonly onCommands: () => void;
  readonly onKeyboard: () => void;
}

export function TopBar({ onCommands, onKeyboard }: TopBarProps): ReactElement {
  const t = useTranslations("shell");
  const navigate = useNavigate();
  return (
    <header className="top">
      <TopSearch />
      <Running />
      <span className="wide-only">
        <Button kind="primary" onPress={() => void navigate({ to: "/add" })}>
          <Upload size={16} aria-hidden />
          {t("add")}
        </Button>
      </span>
      <Choices />
      <Account onCommands={onCommands} onKeyboard={onKeyboard} />
    </header>
  );
}

function TopSearch(): ReactElement {
  const t = useTranslations("shell");
  const navigate = useNavigate();
  const asked = useLocation({
    select: ({ pathname, search }) => (pathname === "/search" ? String(search["q"] ?? "") : ""),
  });
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  return (
    <search className="top-search">
      <SearchInput
        id="search"
        label={t("searchEverything")}
        value={text}
        onChange={setText}
        onSubmit={(q) => void navigate({ to: "/search", search: { q } })}
      />
    </search>
  );
}

function Running(): ReactElement | null {
  const t = useTranslations("shell");
  const { data } = useQuery(executionsQuery("Started"));
  const count = data?.items.length ?? 0;
  if (count === 0) {
    return null;
  }
  return (
    <span className="badge top-running wide-only" data-tone="info">
      <Ring label={t("running", { count })} value={undefined} size={14} />
      {t("running", { count })}
    </span>
  );
}

function Account({ onCommands, onKeyboard }: TopBarProps): ReactElement {
  const t = useTranslations("shell");
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const signOut = async (): Promise<void> => {
    await api.DELETE("/v1/session");
    cache.clear();
    await navigate({ to: "/login" });
  };
  const actions: Readonly<Record<string, () => void>> = {
    commands: onCommands,
    keyboard: onKeyboard,
    settings: () => void navigate({ to: "/settings" }),
    out: () => void signOut(),
  };
  return (
    <IconMenu
      label={session ? t("signedInAs", { name: session.name }) : t("account")}
      icon={<CircleUser size={18} aria-hidden />}
      onAction={(id) => actions[id]?.()}
      entries={[
        { id: "commands", label: t("commands"), icon: <Command size={16} aria-hidden />, more: "Ctrl K" },
        { id: "keyboard", label: t("keyboard"), icon: <Keyboard size={16} aria-hidden />, more: "?" },
        { id: "settings", label: t("settings"), icon: <Settings size={16} aria-hidden /> },
        ...(session?.via === "cookie"
          ? [{ id: "out", label: t("signOut"), icon: <LogOut size={16} aria-hidden /> }]
          : []),
      ]}
    />
  );
}
