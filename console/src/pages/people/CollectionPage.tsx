/** A collection of known faces: whom it knows, names that were changed and can be changed back, and its end. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { BookUser, ChevronLeft, ShieldAlert, Trash2, Undo2 } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../../api/client";
import { collectionQuery, type FaceCollection } from "../../api/peopleQueries";
import { dataOf, problemOf } from "../../api/problems";
import { useWhileOpen } from "../../app/whileOpen";
import { KnownPeople } from "../../people/KnownPeople";
import { PageOfOne } from "../../ui/PageOfOne";
import { useProblemWords } from "../../ui/ProblemNote";
import { Question } from "../../ui/Question";
import { GuardedButton } from "../../ui/rights";
import { Empty } from "../../ui/states";
import { note } from "../../ui/toasts";
import { Ago } from "../../ui/values";
import "../../collections/collections.css";
import "./people.css";

const route = getRouteApi("/people/$namespace/$name");

export function CollectionPage(): ReactElement {
  const t = useTranslations("people");
  const { namespace, name } = route.useParams();
  const asked = useQuery(collectionQuery(namespace, name));
  const back = (
    <Link to="/people" search={{ tab: "collections" }}>
      {t("toCollections")}
    </Link>
  );
  const gone = <Empty icon={BookUser} title={t("noCollection")} actions={back} />;
  return (
    <PageOfOne title={name} asked={asked} gone={gone}>
      {(collection) => <Collection collection={collection} />}
    </PageOfOne>
  );
}

function Collection({ collection }: { readonly collection: FaceCollection }): ReactElement {
  const t = useTranslations("people");
  const [asks, setAsks] = useState(false);
  return (
    <div className="page" data-width="text">
      <div className="page-head">
        <Link
          to="/people"
          search={{ tab: "collections" }}
          className="button"
          data-kind="quiet"
          data-size="icon"
          aria-label={t("toCollections")}
        >
          <ChevronLeft size={20} aria-hidden />
        </Link>
        <h1>
          {collection.name}
          <span className="page-count">
            {t("collectionSize", { people: collection.names, faces: collection.faces })}
          </span>
        </h1>
        <GuardedButton
          asked={{ namespace: collection.namespace, verb: "delete", kind: "mediaassets" }}
          onPress={() => setAsks(true)}
        >
          <Trash2 size={15} aria-hidden /> {t("deleteCollection")}
        </GuardedButton>
      </div>
      <p className="consent">
        <ShieldAlert size={17} aria-hidden /> {t("consent")}
      </p>
      <KnownPeople collection={collection} />
      <Changes collection={collection} />
      {asks ? <DeleteCollection collection={collection} onClose={() => setAsks(false)} /> : null}
    </div>
  );
}

function Changes({ collection }: { readonly collection: FaceCollection }): ReactElement | null {
  const t = useTranslations("people");
  const words = useProblemWords();
  const cache = useQueryClient();
  const { namespace, name } = collection;
  const undo = useMutation({
    mutationFn: (change: string) =>
      dataOf(
        api.DELETE("/v1/collections/faces/{namespace}/{name}/changes/{change}", {
          params: { path: { namespace, name, change } },
        }),
      ),
    onSuccess: (changed) => cache.setQueryData(["collections", namespace, name], changed),
    onError: (error) => note(`${words(error)} ${problemOf(error).detail}`.trim()),
  });
  if (collection.changes.length === 0) {
    return null;
  }
  return (
    <section>
      <h2>{t("changes")}</h2>
      <ul className="card collections changes">
        {[...collection.changes].reverse().map((each) => (
          <li key={each.id}>
            <span>{t("changed", { before: each.before.join(", "), name: each.name, by: each.by })}</span>
            <span className="muted">
              <Ago time={each.at} />
            </span>
            <GuardedButton
              asked={{ namespace, verb: "update", kind: "mediaassets" }}
              size="small"
              isPending={undo.isPending}
              onPress={() => undo.mutate(each.id)}
            >
              <Undo2 size={14} aria-hidden /> {t("undo")}
            </GuardedButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface DeleteCollectionProps {
  readonly collection: FaceCollection;
  readonly onClose: () => void;
}

function DeleteCollection({ collection: { namespace, name, faces }, onClose }: DeleteCollectionProps): ReactElement {
  const t = useTranslations("people");
  const cache = useQueryClient();
  const navigate = useWhileOpen(useNavigate());
  const remove = useMutation({
    mutationFn: () =>
      dataOf(api.DELETE("/v1/collections/faces/{namespace}/{name}", { params: { path: { namespace, name } } })),
    onSuccess: async (receipt) => {
      note(t("deleted", { name, count: receipt.faces }));
      await navigate({ to: "/people", search: { tab: "collections" } });
      await cache.invalidateQueries({ queryKey: ["collections"] });
    },
  });
  return (
    <Question
      title={t("deleteTitle", { name })}
      yes={t("deleteCollection")}
      no={t("keep")}
      isPending={remove.isPending}
      error={remove.error}
      onYes={() => remove.mutate()}
      onNo={onClose}
    >
      <p>{t("deleteText", { count: faces })}</p>
    </Question>
  );
}
