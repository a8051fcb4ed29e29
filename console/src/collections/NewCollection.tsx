/** The form that makes an empty collection, of faces or of labels: where it is, and its name. */
import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactElement, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { Chooser, TextInput } from "../ui/fields";
import { ProblemNote } from "../ui/ProblemNote";
import { GuardedButton } from "../ui/rights";
import "./collections.css";

export interface NamedCollection {
  readonly namespace: string;
  readonly name: string;
}

interface NewCollectionProps {
  readonly namespaces: readonly string[];
  readonly create: (body: NamedCollection) => Promise<unknown>;
  readonly onCreated: (made: NamedCollection) => Promise<void>;
}

export function NewCollection({ namespaces, create, onCreated }: NewCollectionProps): ReactElement {
  const t = useTranslations("people");
  const [namespace, setNamespace] = useState(namespaces[0] ?? "");
  const [name, setName] = useState("");
  const made = { namespace, name: name.trim() };
  const creating = useMutation({ mutationFn: () => create(made), onSuccess: () => onCreated(made) });
  return (
    <Form
      className="new-collection"
      onSubmit={(event) => {
        event.preventDefault();
        if (made.name && !creating.isPending) {
          creating.mutate();
        }
      }}
    >
      {namespaces.length > 1 ? (
        <Chooser
          label={t("namespace")}
          value={namespace}
          onChange={setNamespace}
          choices={namespaces.map((each) => ({ id: each, label: each }))}
        />
      ) : null}
      <TextInput label={t("newCollection")} value={name} onChange={setName} placeholder={t("newCollectionHint")} />
      <GuardedButton
        asked={{ namespace, verb: "create", kind: "mediaassets" }}
        isDisabled={!made.name}
        isPending={creating.isPending}
        type="submit"
      >
        <Plus size={15} aria-hidden /> {t("create")}
      </GuardedButton>
      {creating.isError ? <ProblemNote error={creating.error} /> : null}
    </Form>
  );
}
