/** A collection of labels: how sure each is, the images that teach it, and its end. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { ChevronLeft, Tags, Trash2, X } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { api, type Schema } from "../../api/client";
import { type LabelCollection, labelCollectionQuery } from "../../api/labelQueries";
import { dataOf } from "../../api/problems";
import { useWhileOpen } from "../../app/whileOpen";
import { PageOfOne } from "../../ui/PageOfOne";
import { ProblemNote } from "../../ui/ProblemNote";
import { Question } from "../../ui/Question";
import { GuardedButton } from "../../ui/rights";
import { Empty } from "../../ui/states";
import { note } from "../../ui/toasts";
import "../../collections/collections.css";
import "../catalogue/catalogue.css";
import "./labels.css";

const route = getRouteApi("/catalogue/labels/$namespace/$name");

export function LabelCollectionPage(): ReactElement {
  const t = useTranslations("labels");
  const { namespace, name } = route.useParams();
  const asked = useQuery(labelCollectionQuery(namespace, name));
  const gone = <Empty icon={Tags} title={t("gone")} actions={<Link to="/catalogue/labels">{t("toAll")}</Link>} />;
  return (
    <PageOfOne title={name} asked={asked} gone={gone}>
      {(collection) => <Collection collection={collection} />}
    </PageOfOne>
  );
}

function Collection({ collection }: { readonly collection: LabelCollection }): ReactElement {
  const t = useTranslations("labels");
  const [asks, setAsks] = useState(false);
  const { namespace, name, labels, examples } = collection;
  return (
    <div className="page" data-width="text">
      <div className="page-head">
        <Link to="/catalogue/labels" className="button" data-kind="quiet" data-size="icon" aria-label={t("toAll")}>
          <ChevronLeft size={20} aria-hidden />
        </Link>
        <h1>
          {name}
          <span className="page-count">{t("size", { labels: labels.length, examples: examples.length })}</span>
        </h1>
        <GuardedButton asked={{ namespace, verb: "delete", kind: "mediaassets" }} onPress={() => setAsks(true)}>
          <Trash2 size={15} aria-hidden /> {t("delete")}
        </GuardedButton>
      </div>
      <p className="page-lead">{t("use", { name })}</p>
      {labels.length === 0 ? (
        <Empty icon={Tags} title={t("noExamples")}>
          <p>{t("teachText")}</p>
        </Empty>
      ) : (
        <>
          <Labels collection={collection} />
          <p className="muted">{t("teachText")}</p>
        </>
      )}
      {asks ? <DeleteCollection collection={collection} onClose={() => setAsks(false)} /> : null}
    </div>
  );
}

/** Take an example or a whole label out; the collection that is left takes the place of the one that is shown. */
function useTakeOut({ namespace, name }: LabelCollection) {
  const cache = useQueryClient();
  const path = { namespace, name };
  return useMutation({
    mutationFn: (what: { readonly example: string } | { readonly label: string }) =>
      "example" in what
        ? dataOf(
            api.DELETE("/v1/collections/labels/{namespace}/{name}/examples/{example}", {
              params: { path: { ...path, ...what } },
            }),
          )
        : dataOf(api.DELETE("/v1/collections/labels/{namespace}/{name}/examples", { params: { path, query: what } })),
    onSuccess: (left) => cache.setQueryData(["label-collections", namespace, name], left),
  });
}

function Labels({ collection }: { readonly collection: LabelCollection }): ReactElement {
  const t = useTranslations("labels");
  const takeOut = useTakeOut(collection);
  const update = { namespace: collection.namespace, verb: "update", kind: "mediaassets" } as const;
  return (
    <>
      {takeOut.error ? <ProblemNote error={takeOut.error} /> : null}
      <ul className="taught-labels" aria-label={t("labels")}>
        {collection.labels.map((label) => (
          <li key={label.name} className="card taught-label">
            <div className="taught-label-head">
              <h2 className="truncate">{label.name}</h2>
              <GuardedButton
                asked={update}
                size="small"
                kind="quiet"
                isPending={takeOut.isPending}
                onPress={() => takeOut.mutate({ label: label.name })}
              >
                <Trash2 size={14} aria-hidden /> {t("takeLabelOut", { name: label.name })}
              </GuardedButton>
            </div>
            <Sureness label={label} />
            <ul className="taught-examples">
              {collection.examples
                .filter((each) => each.label === label.name)
                .map((each) => (
                  <li key={each.id}>
                    <span className="truncate">{each.source}</span>
                    <GuardedButton
                      asked={update}
                      size="small"
                      kind="quiet"
                      isPending={takeOut.isPending}
                      onPress={() => takeOut.mutate({ example: each.id })}
                    >
                      <X size={14} aria-hidden />
                      <span className="visually-hidden">{t("takeExampleOut", { source: each.source })}</span>
                    </GuardedButton>
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}

/** How often the label was right about examples that it had not seen, and how many of its own it found. */
function Sureness({ label }: { readonly label: Schema<"TaughtLabelView"> }): ReactElement {
  const t = useTranslations("labels");
  const format = useFormatter();
  const share = (of: number): string => format.number(label.right / of, { style: "percent" });
  return (
    <p className="muted numbers">
      {label.answered > 0
        ? t("sure", { right: label.right, answered: label.answered, share: share(label.answered) })
        : t("neverAnswered")}{" "}
      {t("foundOf", { right: label.right, examples: label.examples, share: share(label.examples) })}
    </p>
  );
}

interface DeleteCollectionProps {
  readonly collection: LabelCollection;
  readonly onClose: () => void;
}

function DeleteCollection({ collection, onClose }: DeleteCollectionProps): ReactElement {
  const t = useTranslations("labels");
  const cache = useQueryClient();
  const navigate = useWhileOpen(useNavigate());
  const { namespace, name, examples } = collection;
  const remove = useMutation({
    mutationFn: () =>
      dataOf(api.DELETE("/v1/collections/labels/{namespace}/{name}", { params: { path: { namespace, name } } })),
    onSuccess: async (receipt) => {
      note(t("deleted", { name, count: receipt.examples }));
      await navigate({ to: "/catalogue/labels" });
      await cache.invalidateQueries({ queryKey: ["label-collections"] });
    },
  });
  return (
    <Question
      title={t("deleteTitle", { name })}
      yes={t("delete")}
      no={t("keep")}
      isPending={remove.isPending}
      error={remove.error}
      onYes={() => remove.mutate()}
      onNo={onClose}
    >
      <p>{t("deleteText", { count: examples.length })}</p>
    </Question>
  );
}
