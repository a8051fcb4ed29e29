/** Saved searches: open one of those of all namespaces, keep the query that is shown, or delete one. */
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Bookmark, X } from "lucide-react";
import { type ReactElement, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api } from "../../api/client";
import { dataOf } from "../../api/problems";
import { namespacesQuery } from "../../api/queries";
import { Button, IconButton } from "../../ui/Button";
import { Chooser, TextInput } from "../../ui/fields";
import { ProblemNote } from "../../ui/ProblemNote";
import { GuardedButton } from "../../ui/rights";
import { type Order, savedQuery } from "./queries";

const route = getRouteApi("/search");

export function SavedSearches(): ReactElement | null {
  const t = useTranslations("search");
  const navigate = route.useNavigate();
  const cache = useQueryClient();
  const { data: namespaces } = useQuery(namespacesQuery);
  const asked = useQueries({ queries: (namespaces?.items ?? []).map((each) => savedQuery(each.name)) });
  const saved = asked.flatMap(({ data }) => data?.items ?? []);
  const drop = useMutation({
    mutationFn: (path: { namespace: string; name: string }) =>
      dataOf(api.DELETE("/v1/searches/{namespace}/{name}", { params: { path } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["searches"] }),
  });
  if (saved.length === 0) {
    return null;
  }
  return (
    <section aria-label={t("saved")}>
      <h2>{t("saved")}</h2>
      <ul className="search-examples">
        {saved.map(({ namespace, name, query, order }) => (
          <li key={`${namespace} ${name}`} className="saved-search">
            <Button size="small" onPress={() => void navigate({ search: { q: query, order } })}>
              <Bookmark size={13} aria-hidden /> {name} <code className="muted truncate">{query}</code>
            </Button>
            <IconButton label={t("deleteSaved", { name })} onPress={() => drop.mutate({ namespace, name })}>
              <X size={13} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {drop.isError ? <ProblemNote error={drop.error} /> : null}
    </section>
  );
}

interface SaveSearchProps {
  readonly query: string;
  readonly order: Order;
}

export function SaveSearch({ query, order }: SaveSearchProps): ReactElement | null {
  const t = useTranslations("search");
  const cache = useQueryClient();
  const names = useQuery(namespacesQuery).data?.items.map((each) => each.name) ?? [];
  const [chosen, setChosen] = useState("");
  const [name, setName] = useState("");
  const namespace = chosen || (names[0] ?? "");
  const save = useMutation({
    mutationFn: () => {
      const path = { namespace, name: name.trim() };
      return dataOf(api.PUT("/v1/searches/{namespace}/{name}", { params: { path }, body: { query, order } }));
    },
    onSuccess: async () => {
      setName("");
      await cache.invalidateQueries({ queryKey: ["searches"] });
    },
  });
  if (names.length === 0) {
    return null;
  }
  return (
    <Form className="save-search" onSubmit={(event) => event.preventDefault()}>
      {names.length > 1 ? (
        <Chooser
          isInline
          label={t("namespace")}
          value={namespace}
          onChange={setChosen}
          choices={names.map((each) => ({ id: each, label: each }))}
        />
      ) : null}
      <TextInput label={t("saveAs")} value={name} onChange={setName} placeholder={t("saveHint")} />
      <GuardedButton
        asked={{ namespace, verb: "update", kind: "mediaassets" }}
        isDisabled={!/^[A-Za-z0-9._-]{1,128}$/.test(name.trim())}
        isPending={save.isPending}
        onPress={() => save.mutate()}
      >
        <Bookmark size={15} aria-hidden /> {save.isSuccess && name === "" ? t("savedNow") : t("save")}
      </GuardedButton>
      {save.isError ? <ProblemNote error={save.error} /> : null}
    </Form>
  );
}
