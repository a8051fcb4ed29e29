/** Whom a collection knows: another name, one name for several, or out of it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { BookUser, PencilLine, UserRoundX } from "lucide-react";
import { type ReactElement, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api } from "../api/client";
import type { FaceCollection } from "../api/peopleQueries";
import { dataOf } from "../api/problems";
import { withKey } from "../api/repeats";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextInput } from "../ui/fields";
import { keepFocus } from "../ui/focus";
import { ProblemNote } from "../ui/ProblemNote";
import { Question } from "../ui/Question";
import { GuardedButton } from "../ui/rights";
import { Empty } from "../ui/states";

interface Asked {
  readonly what: "rename" | "remove";
  readonly person: string;
}

export function KnownPeople({ collection }: { readonly collection: FaceCollection }): ReactElement {
  const t = useTranslations("people");
  const [asked, setAsked] = useState<Asked | null>(null);
  const update = { namespace: collection.namespace, verb: "update", kind: "mediaassets" } as const;
  if (collection.people.length === 0) {
    return (
      <Empty icon={BookUser} title={t("nobody")}>
        <p>{t("nobodyText")}</p>
      </Empty>
    );
  }
  return (
    <>
      <ul className="card collections">
        {collection.people.map(({ name, faces }) => (
          <li key={name}>
            <b className="truncate">{name}</b>
            <span className="muted numbers">{t("faces", { count: faces.length })}</span>
            <GuardedButton asked={update} size="small" onPress={() => setAsked({ what: "rename", person: name })}>
              <PencilLine size={14} aria-hidden /> {t("change")}
            </GuardedButton>
            <GuardedButton asked={update} size="small" onPress={() => setAsked({ what: "remove", person: name })}>
              <UserRoundX size={14} aria-hidden /> {t("takeOut")}
            </GuardedButton>
          </li>
        ))}
      </ul>
      {asked?.what === "rename" ? (
        <RenameKnown collection={collection} person={asked.person} onClose={() => setAsked(null)} />
      ) : null}
      {asked?.what === "remove" ? (
        <RemoveKnown collection={collection} person={asked.person} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}

interface KnownDialogProps {
  readonly collection: FaceCollection;
  readonly person: string;
  readonly onClose: () => void;
}

function useChanged({ namespace, name }: FaceCollection, onClose: () => void): (changed: FaceCollection) => void {
  const cache = useQueryClient();
  return (changed) => {
    cache.setQueryData(["collections", namespace, name], changed);
    onClose();
    keepFocus();
  };
}

function RenameKnown({ collection, person, onClose }: KnownDialogProps): ReactElement {
  const t = useTranslations("people");
  const [value, setValue] = useState(person);
  const onSuccess = useChanged(collection, onClose);
  const path = { namespace: collection.namespace, name: collection.name };
  const isKnown = value.trim() !== person && collection.people.some((each) => each.name === value.trim());
  const save = useMutation({
    mutationFn: () => {
      const body = { originals: isKnown ? [person, value.trim()] : [person], name: value.trim() };
      return withKey(`collection ${path.namespace} ${path.name}`, body, (key) =>
        dataOf(
          api.POST("/v1/collections/faces/{namespace}/{name}/changes", {
            params: { path, header: { "idempotency-key": key } },
            body,
          }),
        ),
      );
    },
    onSuccess,
  });
  const isDisabled = value.trim() === "" || value.trim() === person;
  return (
    <Dialog title={t("rename", { name: person })} isOpen onClose={onClose}>
      <Form
        className="name-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isDisabled) {
            save.mutate();
          }
        }}
      >
        <TextInput
          label={t("name")}
          value={value}
          onChange={setValue}
          autoFocus
          help={isKnown ? t("mergeHelp", { name: value.trim() }) : t("knownHelp")}
        />
        {save.isError ? <ProblemNote error={save.error} /> : null}
        <div className="name-actions">
          <Button onPress={onClose}>{t("keep")}</Button>
          <Button type="submit" kind="primary" isDisabled={isDisabled} isPending={save.isPending}>
            {isKnown ? t("merge") : t("save")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

function RemoveKnown({ collection, person, onClose }: KnownDialogProps): ReactElement {
  const t = useTranslations("people");
  const onSuccess = useChanged(collection, onClose);
  const path = { namespace: collection.namespace, name: collection.name };
  const remove = useMutation({
    mutationFn: () =>
      dataOf(api.DELETE("/v1/collections/faces/{namespace}/{name}/people", { params: { path, query: { person } } })),
    onSuccess,
  });
  return (
    <Question
      title={t("takeOutTitle", { name: person })}
      yes={t("takeOut")}
      no={t("keep")}
      isPending={remove.isPending}
      error={remove.error}
      onYes={() => remove.mutate()}
      onNo={onClose}
    >
      <p>{t("takeOutText")}</p>
    </Question>
  );
}
