/** Collections of known faces, by namespace; and how to make one. */
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { BookUser, Plus } from "lucide-react";
import { type ReactElement, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api } from "../api/client";
import { collectionsQuery } from "../api/peopleQueries";
import { dataOf } from "../api/problems";
import { namespacesQuery } from "../api/queries";
import { withKey } from "../api/repeats";
import { useWhileOpen } from "../app/whileOpen";
import { Chooser, TextInput } from "../ui/fields";
import { ProblemNote } from "../ui/ProblemNote";
import { GuardedButton } from "../ui/rights";
import { Empty, Skeletons } from "../ui/states";
import { Ago } from "../ui/values";

export function CollectionList(): ReactElement {
  const t = useTranslations("people");
  const namespaces = useQuery(namespacesQuery);
  const names = namespaces.data?.items.map((each) => each.name) ?? [];
  const asked = useQueries({ queries: names.map((each) => collectionsQuery(each)) });
  const failed = namespaces.error ?? asked.find((each) => each.error)?.error;
  const found = asked.flatMap(({ data }) => data?.items ?? []);
  const isPending = namespaces.isPending || asked.some((each) => each.isPending);
  const retry = (): void => {
    for (const each of [namespaces, ...asked].filter(({ isError }) => isError)) {
      void each.refetch();
    }
  };
  return (
    <>
      {failed ? <ProblemNote error={failed} onRetry={retry} /> : null}
      {isPending ? <Skeletons count={2} height={64} /> : null}
      {!isPending && !failed && found.length === 0 ? (
        <Empty icon={BookUser} title={t("noCollections")}>
          <p>{t("noCollectionsText")}</p>
        </Empty>
      ) : null}
      {found.length > 0 ? (
        <ul className="card collections">
          {found.map((each) => (
            <li key={`${each.namespace} ${each.name}`}>
              <Link to="/people/$namespace/$name" params={{ namespace: each.namespace, name: each.name }}>
                <b className="truncate">{each.name}</b>
                <span className="muted">{each.namespace}</span>
                <span className="numbers">{t("collectionSize", { people: each.names, faces: each.faces })}</span>
                <span className="muted">
                  <Ago time={each.created} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      {names.length > 0 ? <NewCollection namespaces={names} /> : null}
    </>
  );
}

function NewCollection({ namespaces }: { readonly namespaces: readonly string[] }): ReactElement {
  const t = useTranslations("people");
  const cache = useQueryClient();
  const navigate = useWhileOpen(useNavigate());
  const [namespace, setNamespace] = useState(namespaces[0] ?? "");
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => {
      const body = { namespace, name: name.trim() };
      return withKey("collections", body, (key) =>
        dataOf(api.POST("/v1/collections/faces", { params: { header: { "idempotency-key": key } }, body })),
      );
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ["collections"] });
      await navigate({ to: "/people/$namespace/$name", params: { namespace, name: name.trim() } });
    },
  });
  return (
    <Form
      className="new-collection"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() && !create.isPending) {
          create.mutate();
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
        isDisabled={!name.trim()}
        isPending={create.isPending}
        type="submit"
      >
        <Plus size={15} aria-hidden /> {t("create")}
      </GuardedButton>
      {create.isError ? <ProblemNote error={create.error} /> : null}
    </Form>
  );
}
