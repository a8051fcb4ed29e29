/** What can be corrected of a name: it can be another one, right, wrong, or left out. */
import { Check, Ellipsis, EyeOff, PencilLine, ThumbsDown } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import type { Group } from "../../moments/groups";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextInput } from "../../ui/fields";
import { IconMenu } from "../../ui/menus";
import { judged, renamed } from "../corrections";
import { useEdits } from "../useEdits";

export function GroupMenu({ group }: { readonly group: Group }): ReactElement {
  const t = useTranslations("asset");
  const { send } = useEdits();
  const [isNaming, setIsNaming] = useState(false);
  const act = (id: string): void => {
    if (id === "rename") {
      setIsNaming(true);
    } else {
      void send(judged(group, id as Parameters<typeof judged>[1]));
    }
  };
  const entries = [
    { id: "rename", label: t("rename"), icon: <PencilLine size={16} aria-hidden /> },
    { id: "confirm", label: t("confirm"), icon: <Check size={16} aria-hidden /> },
    { id: "reject", label: t("reject"), icon: <ThumbsDown size={16} aria-hidden /> },
    { id: "hide", label: t("hide"), icon: <EyeOff size={16} aria-hidden /> },
  ];
  return (
    <>
      <IconMenu
        label={t("correct", { name: group.title })}
        icon={<Ellipsis size={16} aria-hidden />}
        entries={entries}
        onAction={act}
      />
      {isNaming ? (
        <RenameDialog
          name={group.title}
          onClose={() => setIsNaming(false)}
          onRename={(value) => send(renamed(group, value))}
        />
      ) : null}
    </>
  );
}

interface RenameProps {
  readonly name: string;
  readonly onClose: () => void;
  readonly onRename: (value: string) => Promise<boolean>;
  /** Whether it is the title of the asset itself, which is not found in any result. */
  readonly isTitle?: boolean;
}

export function RenameDialog({ name, onClose, onRename, isTitle = false }: RenameProps): ReactElement {
  const t = useTranslations("asset");
  const [value, setValue] = useState(name);
  const save = async (): Promise<void> => {
    if (value.trim() === name || (await onRename(value.trim()))) {
      onClose();
    }
  };
  return (
    <Dialog
      title={isTitle ? t("changeTitle") : t("renameTitle", { name })}
      isOpen
      onClose={onClose}
      actions={
        <Button kind="primary" isDisabled={value.trim() === ""} onPress={() => void save()}>
          {t("save")}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={isTitle ? t("title") : t("newName")}
          value={value}
          onChange={setValue}
          help={isTitle ? undefined : t("renameHelp")}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
