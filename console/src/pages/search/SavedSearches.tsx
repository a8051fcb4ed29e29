/** Saved searches: open one of those of all namespaces, keep the query that is shown, or delete one. */
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Bookmark, X } from "lucide-react";
import { type ReactElement, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, type Schema } from "../../api/client";
import { dataOf, problemOf } from "../../api/problems";
import { namespacesQuery } from "../../api/queries";
import { useWhileOpen } from "../../app/whileOpen";
import { Button } from "../../ui/Button";
import { Chooser, TextInput } from "../../ui/fields";
import { keepFocus } from "../../ui/focus";
import { ProblemNote } from "../../ui/ProblemNote";
import { Question } from "../../ui/Question";
import { GuardedButton } from "../../ui/rights";
import { type Order, savedQuery } from "./queries";

const route = getRouteApi("/search");

export function SavedSearches(): ReactElement | null {
  const t = useTranslations("search");
  const navigate = useWhileOpen(route.useNavigate());
  const cache = useQueryClient();
  const { data: namespaces } = useQuery(namespacesQuery);
  const asked = useQueries({ queries: (namespaces?.items ?? []).map((each) => savedQuery(each.name)) });
  const saved = asked.flatMap(({ data }) => data?.items ?? []);
  const [leaving, setLeaving] = useState<Path>();
  const drop = useMutation({
    mutationFn: (path: Path) => dataOf(api.DELETE("/v1/searches/{namespace}/{name}", { params: { path } })),
    onSuccess: async () => {
      setLeaving(undefined);
      await cache.invalidateQueries({ queryKey: ["searches"] });
      keepFocus();
    },
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
            <GuardedButton
              asked={{ namespace, verb: "update", kind: "mediaassets" }}
              kind="quiet"
              size="small"
              onPress={() => {
                drop.reset();
                setLeaving({ namespace, name });
              }}
            >
              <X size={13} aria-hidden /> <span className="visually-hidden">{t("deleteSaved", { name })}</span>
            </GuardedButton>
          </li>
        ))}
      </ul>
      {leaving ? (
        <Question
          title={t("deleteTitle", { name: leaving.name })}
          yes={t("deleteNow")}
          no={t("cancel")}
          isPending={drop.isPending}
          error={drop.error}
          onYes={() => drop.mutate(leaving)}
          onNo={() => setLeaving(undefined)}
        >
          <p>{t("deleteText")}</p>
        </Question>
      ) : null}
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
  const [taken, setTaken] = useState<Taken>();
  const save = useMutation({
    mutationFn: (instead: Taken | undefined) => saved({ namespace, name: name.trim() }, { query, order }, instead),
    onSuccess: async (found) => {
      setTaken(found);
      if (found) {
        return;
      }
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
        onPress={() => save.mutate(undefined)}
      >
        <Bookmark size={15} aria-hidden /> {save.isSuccess && !save.data && name === "" ? t("savedNow") : t("save")}
      </GuardedButton>
      {save.isError && !taken ? <ProblemNote error={save.error} /> : null}
      {taken ? (
        <Question
          title={t("replaceTitle", { name: name.trim() })}
          yes={t("replaceNow")}
          no={t("cancel")}
          isPending={save.isPending}
          error={save.error}
          onYes={() => save.mutate(taken)}
          onNo={() => setTaken(undefined)}
        >
          <p>{t("replaceText", { query: taken.query, by: taken.by || t("somebody") })}</p>
        </Question>
      ) : null}
    </Form>
  );
}

interface Path {
  readonly namespace: string;
  readonly name: string;
}

/** What is under a name already, as it was read. */
interface Taken {
  readonly query: string;
  readonly by: string;
  readonly etag: string;
}

/** Save a search under a name that is free, or in place of what was read there; answers what is there instead. */
async function saved(path: Path, body: Schema<"NewSavedSearch">, instead?: Taken): Promise<Taken | undefined> {
  const header = instead ? { "if-match": instead.etag } : { "if-none-match": "*" };
  try {
    await dataOf(api.PUT("/v1/searches/{namespace}/{name}", { params: { path, header }, body }));
    return undefined;
  } catch (error) {
    if (problemOf(error).status !== 412) {
      throw error;
    }
    const answer = await api.GET("/v1/searches/{namespace}/{name}", { params: { path } });
    const { query, by = "" } = await dataOf(Promise.resolve(answer));
    return { query, by, etag: answer.response.headers.get("ETag") ?? "" };
  }
}
