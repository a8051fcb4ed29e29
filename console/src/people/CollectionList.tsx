/** Collections of known faces, by namespace; and how to make one. */
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { BookUser } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api/client";
import { collectionsQuery } from "../api/peopleQueries";
import { dataOf } from "../api/problems";
import { namespacesQuery } from "../api/queries";
import { withKey } from "../api/repeats";
import { useWhileOpen } from "../app/whileOpen";
import { NewCollection } from "../collections/NewCollection";
import { ProblemNote } from "../ui/ProblemNote";
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
      {names.length > 0 ? <NewFaces namespaces={names} /> : null}
    </>
  );
}

function NewFaces({ namespaces }: { readonly namespaces: readonly string[] }): ReactElement {
  const cache = useQueryClient();
  const navigate = useWhileOpen(useNavigate());
  return (
    <NewCollection
      namespaces={namespaces}
      create={(body) =>
        withKey("collections", body, (key) =>
          dataOf(api.POST("/v1/collections/faces", { params: { header: { "idempotency-key": key } }, body })),
        )
      }
      onCreated={async (params) => {
        await cache.invalidateQueries({ queryKey: ["collections"] });
        await navigate({ to: "/people/$namespace/$name", params });
      }}
    />
  );
}
