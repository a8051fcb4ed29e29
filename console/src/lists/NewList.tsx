/** The form that makes a list: its kind, its name, and its first version. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type ReactElement, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api } from "../api/client";
import { LIST_KINDS, type ListKind } from "../api/listQueries";
import { dataOf } from "../api/problems";
import { useWhileOpen } from "../app/whileOpen";
import { Chooser, TextInput } from "../ui/fields";
import { ProblemNote } from "../ui/ProblemNote";
import { GuardedButton } from "../ui/rights";
import { ABOUT_KIND, FORM_OF_KIND } from "./kinds";

/** `known`: lists that there are, as `namespace/kind/name`: making one again would be its next version. */
interface NewListProps {
  readonly namespaces: readonly string[];
  readonly known: ReadonlySet<string>;
}

export function NewList({ namespaces, known }: NewListProps): ReactElement {
  const t = useTranslations("lists");
  const cache = useQueryClient();
  const navigate = useWhileOpen(useNavigate());
  const [namespace, setNamespace] = useState(namespaces[0] ?? "");
  const [kind, setKind] = useState<ListKind>("vocabularies");
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const address = { namespace, kind, name: name.trim() };
  const isTaken = known.has(`${namespace}/${kind}/${address.name}`);
  const create = useMutation({
    mutationFn: () =>
      dataOf(api.PUT("/v1/lists/{namespace}/{kind}/{name}", { params: { path: address }, body: { text } })),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ["lists"] });
      await navigate({ to: "/catalogue/lists/$namespace/$kind/$name", params: address });
    },
  });
  const isReady = address.name !== "" && text.trim() !== "" && !isTaken;
  return (
    <section className="card new-list" aria-label={t("new")}>
      <h2>{t("new")}</h2>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !create.isPending) {
            create.mutate();
          }
        }}
      >
        <div className="fields">
          <Chooser
            label={t("kind")}
            value={kind}
            onChange={setKind}
            choices={LIST_KINDS.map((id) => ({ id, label: t(id) }))}
            help={t(ABOUT_KIND[kind])}
          />
          {namespaces.length > 1 ? (
            <Chooser
              label={t("namespace")}
              value={namespace}
              onChange={setNamespace}
              choices={namespaces.map((id) => ({ id, label: id }))}
            />
          ) : null}
          <TextInput label={t("name")} value={name} onChange={setName} {...(isTaken ? { error: t("taken") } : {})} />
        </div>
        <TextInput label={t("content")} rows={6} value={text} onChange={setText} help={t(FORM_OF_KIND[kind])} />
        <div className="editor-foot">
          <GuardedButton
            asked={{ namespace, verb: "update", kind: "mediaassets" }}
            type="submit"
            isDisabled={!isReady}
            isPending={create.isPending}
          >
            <Plus size={15} aria-hidden /> {t("create")}
          </GuardedButton>
        </div>
        {create.isError ? <ProblemNote error={create.error} /> : null}
      </Form>
    </section>
  );
}
