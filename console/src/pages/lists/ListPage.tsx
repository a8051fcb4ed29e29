/** One word list: a version's terms, what changed with it, its next version, and its end. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { ChevronLeft, ListChecks, PencilLine, Trash2 } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../../api/client";
import { LIST_KINDS, type ListKind, listQuery, type WordListDocument } from "../../api/listQueries";
import { dataOf } from "../../api/problems";
import { useWhileOpen } from "../../app/whileOpen";
import { ABOUT_KIND, FORM_OF_KIND } from "../../lists/kinds";
import { ListContent, VersionChanges } from "../../lists/ListContent";
import { referenceTo } from "../../lists/terms";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Chooser, TextInput } from "../../ui/fields";
import { PageOfOne } from "../../ui/PageOfOne";
import { CopyButton, ProblemNote } from "../../ui/ProblemNote";
import { Question } from "../../ui/Question";
import { GuardedButton } from "../../ui/rights";
import { Badge, Empty } from "../../ui/states";
import { note } from "../../ui/toasts";
import "../catalogue/catalogue.css";
import "./lists.css";

const route = getRouteApi("/catalogue/lists/$namespace/$kind/$name");

export function ListPage(): ReactElement {
  const t = useTranslations("lists");
  const { namespace, kind, name } = route.useParams();
  const { version } = route.useSearch();
  const isKind = LIST_KINDS.includes(kind as ListKind);
  const address = { namespace, kind: kind as ListKind, name };
  const asked = useQuery({ ...listQuery(address, version), enabled: isKind });
  const gone = (
    <Empty icon={ListChecks} title={t("gone")} actions={<Link to="/catalogue/lists">{t("toLists")}</Link>}>
      <p>{t("goneText", { name })}</p>
    </Empty>
  );
  return (
    <PageOfOne title={name} asked={asked} gone={gone} isNone={!isKind}>
      {(list) => <List list={list} shown={version ?? list.version} />}
    </PageOfOne>
  );
}

interface ListProps {
  readonly list: WordListDocument;
  readonly shown: number;
}

type Opened = "" | "edit" | "delete";

function List({ list, shown }: ListProps): ReactElement {
  const t = useTranslations("lists");
  const navigate = useWhileOpen(route.useNavigate());
  const [opened, setOpened] = useState<Opened>("");
  const close = (): void => setOpened("");
  const reference = referenceTo(list.kind, list.name, shown === list.version ? undefined : shown);
  return (
    <div className="page">
      <header className="catalogue-head">
        <Link to="/catalogue/lists" className="button" data-kind="quiet" data-size="icon" aria-label={t("toLists")}>
          <ChevronLeft size={20} aria-hidden />
        </Link>
        <div>
          <h1>{list.name}</h1>
          <p className="words">
            <Badge>{t(list.kind)}</Badge>
            <Badge>{list.namespace}</Badge>
          </p>
          <p className="page-lead">{t(ABOUT_KIND[list.kind])}</p>
          <p className="list-reference">
            <code>{reference}</code> <CopyButton label={t("copyReference")} text={reference} />
          </p>
        </div>
      </header>
      <div className="list-tools">
        <Chooser
          label={t("versions")}
          isInline
          value={String(shown)}
          onChange={(chosen) => {
            const version = Number(chosen) === list.version ? undefined : Number(chosen);
            void navigate({ search: { version }, replace: true });
          }}
          choices={[...list.versions].reverse().map((each) => ({
            id: String(each),
            label: each === list.version ? t("newest", { version: each }) : String(each),
          }))}
        />
        <GuardedButton
          asked={{ namespace: list.namespace, verb: "update", kind: "mediaassets" }}
          onPress={() => setOpened("edit")}
        >
          <PencilLine size={15} aria-hidden /> {t(shown === list.version ? "edit" : "restore")}
        </GuardedButton>
        <GuardedButton
          asked={{ namespace: list.namespace, verb: "delete", kind: "mediaassets" }}
          onPress={() => setOpened("delete")}
        >
          <Trash2 size={15} aria-hidden /> {t("delete")}
        </GuardedButton>
      </div>
      <ListContent list={list} />
      <VersionChanges list={list} shown={shown} />
      {opened === "edit" ? <EditDialog list={list} onClose={close} /> : null}
      {opened === "delete" ? <DeleteDialog list={list} onClose={close} /> : null}
    </div>
  );
}

interface DialogProps {
  readonly list: WordListDocument;
  readonly onClose: () => void;
}

/** The next version begins with the text of the one that is shown. */
function EditDialog({ list, onClose }: DialogProps): ReactElement {
  const t = useTranslations("lists");
  const cache = useQueryClient();
  const navigate = useWhileOpen(route.useNavigate());
  const [text, setText] = useState(list.text);
  const { namespace, kind, name } = list;
  const save = useMutation({
    mutationFn: () =>
      dataOf(
        api.PUT("/v1/lists/{namespace}/{kind}/{name}", { params: { path: { namespace, kind, name } }, body: { text } }),
      ),
    onSuccess: async (stored) => {
      note(t("stored", { version: stored.version }));
      await navigate({ search: {} });
      await cache.invalidateQueries({ queryKey: ["lists"] });
      onClose();
    },
  });
  return (
    <Dialog
      title={t("nextVersion", { name })}
      isOpen
      onClose={onClose}
      size="wide"
      actions={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button kind="primary" isDisabled={text.trim() === "" || save.isPending} onPress={() => save.mutate()}>
            {t("store")}
          </Button>
        </>
      }
    >
      <TextInput
        label={t("content")}
        rows={14}
        value={text}
        onChange={setText}
        help={t(FORM_OF_KIND[kind])}
        autoFocus
      />
      <p className="muted">{t("nextVersionText")}</p>
      {save.error ? <ProblemNote error={save.error} /> : null}
    </Dialog>
  );
}

function DeleteDialog({ list, onClose }: DialogProps): ReactElement {
  const t = useTranslations("lists");
  const cache = useQueryClient();
  const navigate = useWhileOpen(useNavigate());
  const { namespace, kind, name } = list;
  const remove = useMutation({
    mutationFn: () =>
      dataOf(api.DELETE("/v1/lists/{namespace}/{kind}/{name}", { params: { path: { namespace, kind, name } } })),
    onSuccess: async () => {
      note(t("deleted", { name }));
      await navigate({ to: "/catalogue/lists" });
      cache.removeQueries({ queryKey: ["lists"] });
    },
  });
  return (
    <Question
      title={t("deleteTitle", { name })}
      yes={t("deleteNow")}
      no={t("cancel")}
      isPending={remove.isPending}
      error={remove.error}
      onYes={() => remove.mutate()}
      onNo={onClose}
    >
      <p>{t("deleteText", { count: list.versions.length })}</p>
    </Question>
  );
}
