/** The command palette: every page and command by a few letters of its name. */
import { useNavigate } from "@tanstack/react-router";
import { Keyboard, Moon, Sun } from "lucide-react";
import { type ReactElement, useState } from "react";
import { Autocomplete, Dialog, Modal, ModalOverlay, useFilter } from "react-aria-components";
import { useTranslations } from "use-intl";
import { SearchInput } from "../ui/fields";
import { type Entry, MenuItems } from "../ui/menus";
import { DESTINATIONS } from "./navigation";
import { chooseTheme } from "./theme";

interface CommandsProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onKeyboard: () => void;
}

export function Commands({ isOpen, onClose, onKeyboard }: CommandsProps): ReactElement {
  const t = useTranslations("shell");
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={(open) => open || onClose()} isDismissable>
      <Modal className="modal">
        <Dialog className="dialog palette" aria-label={t("commands")}>
          <CommandList onClose={onClose} onKeyboard={onKeyboard} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function CommandList({ onClose, onKeyboard }: Omit<CommandsProps, "isOpen">): ReactElement {
  const t = useTranslations("shell");
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const { contains } = useFilter({ sensitivity: "base" });
  const actions: Readonly<Record<string, () => void>> = {
    ...Object.fromEntries(DESTINATIONS.map(({ to }) => [to, () => void navigate({ to })])),
    keyboard: onKeyboard,
    light: () => chooseTheme("light"),
    dark: () => chooseTheme("dark"),
  };
  const entries: Entry[] = [
    ...DESTINATIONS.map(({ to, name, icon: Icon, key }) => ({
      id: to,
      label: t(name),
      icon: <Icon size={16} aria-hidden />,
      more: `G ${key.toUpperCase()}`,
    })),
    { id: "keyboard", label: t("keyboard"), icon: <Keyboard size={16} aria-hidden />, more: "?" },
    { id: "light", label: `${t("appearance")}: ${t("themeLight")}`, icon: <Sun size={16} aria-hidden /> },
    { id: "dark", label: `${t("appearance")}: ${t("themeDark")}`, icon: <Moon size={16} aria-hidden /> },
  ];
  const shown = entries.filter((each) => contains(each.label, text));
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <SearchInput label={t("commandsHint")} value={text} onChange={setText} autoFocus />
      {shown.length === 0 ? <p className="palette-empty">{t("commandsNone")}</p> : null}
      <MenuItems
        label={t("commands")}
        entries={shown}
        onAction={(id) => {
          onClose();
          actions[id]?.();
        }}
      />
    </Autocomplete>
  );
}
