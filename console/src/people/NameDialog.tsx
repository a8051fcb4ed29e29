/** Who somebody is: a name for one who has none, or another one. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { addEdit, undoEdit } from "../api/edits";
import type { Person } from "../api/peopleQueries";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextInput } from "../ui/fields";
import { keepFocus } from "../ui/focus";
import { ProblemNote } from "../ui/ProblemNote";
import { note } from "../ui/toasts";
import { editOf } from "./naming";

interface NameDialogProps {
  readonly person: Person;
  readonly people: readonly Person[];
  readonly onClose: () => void;
}

export function NameDialog({ person, people, onClose }: NameDialogProps): ReactElement {
  const t = useTranslations("people");
  const cache = useQueryClient();
  const [name, setName] = useState(person.name);
  const edit = editOf(person, name, people);
  const settled = (): Promise<void> => cache.invalidateQueries({ queryKey: ["people"] });
  const undo = useMutation({ mutationFn: (id: string) => undoEdit(person.asset.id, id), onSettled: settled });
  const save = useMutation({
    mutationFn: (body: NonNullable<typeof edit>) => addEdit(person.asset.id, body),
    onSuccess: async (made) => {
      onClose();
      note(t("named", { name: name.trim() }), { label: t("undo"), run: () => undo.mutate(made.id) });
      await settled();
      keepFocus();
    },
  });
  return (
    <Dialog title={person.name ? t("rename", { name: person.name }) : t("whoIsThis")} isOpen onClose={onClose}>
      <Form
        className="name-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (edit) {
            save.mutate(edit);
          }
        }}
      >
        <TextInput
          label={t("name")}
          value={name}
          onChange={setName}
          autoFocus
          help={edit?.operation === "merge" ? t("mergeHelp", { name: name.trim() }) : t("nameHelp")}
        />
        {save.isError ? <ProblemNote error={save.error} /> : null}
        <div className="name-actions">
          <Button onPress={onClose}>{t("keep")}</Button>
          <Button type="submit" kind="primary" isDisabled={!edit} isPending={save.isPending}>
            {edit?.operation === "merge" ? t("merge") : t("save")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
