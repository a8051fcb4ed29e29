/** A workflow that is being edited: its stages, what the server makes of them, and saving without overwriting others. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useBlocker } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { lazy, type ReactElement, Suspense, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../../api/client";
import { dataOf, problemOf } from "../../api/problems";
import { namespacesQuery, operatorsQuery } from "../../api/queries";
import { StepGraph } from "../../catalogue/WorkflowViews";
import { ProblemList } from "../../dryrun/ProblemList";
import { useWorkflowCheck } from "../../dryrun/useDryRun";
import { stepsOf } from "../../runs/workflowSteps";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Chooser, TextInput } from "../../ui/fields";
import { ProblemNote } from "../../ui/ProblemNote";
import { GuardedButton } from "../../ui/rights";
import { Skeletons } from "../../ui/states";
import { note } from "../../ui/toasts";
import { placeOf, type Spec } from "../../workflows/draft";
import "../runs/runs.css";
import "../../dryrun/dryrun.css";
import "../../workflows/workflows.css";
import "./catalogue.css";

const WorkflowEditor = lazy(() =>
  import("../../workflows/WorkflowEditor").then((found) => ({ default: found.WorkflowEditor })),
);
const route = getRouteApi("/catalogue/workflows/$namespace/$name/edit");

interface Loaded {
  readonly spec: Spec;
  readonly etag: string;
}

export function WorkflowEditPage(): ReactElement {
  const t = useTranslations("workflows");
  const shell = useTranslations("shell");
  const { namespace, name } = route.useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ["workflow-to-edit", namespace, name],
    queryFn: async ({ signal }): Promise<Loaded> => {
      const path = { namespace, name };
      const answer = await api.GET("/v1/workflows/{namespace}/{name}", { params: { path }, signal });
      const { spec } = await dataOf(Promise.resolve(answer));
      return { spec, etag: answer.response.headers.get("ETag") ?? "" };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const [round, setRound] = useState(0);
  const read = async (): Promise<Loaded | undefined> => {
    const found = await refetch();
    return found.isSuccess ? found.data : undefined;
  };
  const reload = (): void =>
    void read().then((found) => {
      if (found) {
        setRound(round + 1);
      }
    });
  useEffect(() => {
    document.title = `${name} – ${shell("name")}`;
  }, [name, shell]);
  return (
    <div className="page">
      <header className="catalogue-head">
        <Link
          to="/catalogue/workflows/$namespace/$name"
          params={{ namespace, name }}
          className="button"
          data-kind="quiet"
          data-size="icon"
          aria-label={t("back")}
        >
          <ChevronLeft size={20} aria-hidden />
        </Link>
        <div>
          <h1>{t("edit", { name })}</h1>
          <p className="catalogue-lead">{t("editText")}</p>
        </div>
      </header>
      {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <Editing key={`${namespace} ${name} ${round}`} newest={data} read={read} onReload={reload} />
      ) : error ? null : (
        <Skeletons count={3} height={90} />
      )}
    </div>
  );
}

interface EditingProps {
  readonly newest: Loaded;
  readonly read: () => Promise<Loaded | undefined>;
  readonly onReload: () => void;
}

function Editing({ newest, read, onReload }: EditingProps): ReactElement {
  const t = useTranslations("workflows");
  const catalogue = useTranslations("catalogue");
  const library = useTranslations("library");
  const [loaded] = useState(newest); // what is edited does not change under the hands
  const [spec, setSpec] = useState(loaded.spec);
  const [op, setOp] = useState("");
  const operators = useQuery(operatorsQuery);
  const asked = useWorkflowCheck(spec, "Video", {});
  const isChanged = spec !== loaded.spec;
  const problems = asked.data?.problems ?? [];
  const elsewhere = problems.filter((each) => placeOf(each.at).stage < 0);
  return (
    <div className="editor-page">
      <Suspense fallback={<Skeletons count={3} height={90} />}>
        <WorkflowEditor spec={spec} onChange={setSpec} operators={operators.data?.items ?? []} problems={problems} />
      </Suspense>
      <section className="editor-check card" aria-label={t("check")}>
        <h2>{t("check")}</h2>
        <p role="status" aria-busy={asked.isOld}>
          {asked.data === undefined
            ? t("checking")
            : problems.length > 0
              ? t("problems", { count: problems.length })
              : t("fits")}
        </p>
        {asked.error ? <ProblemNote error={asked.error} onRetry={asked.refetch} /> : null}
        <ProblemList problems={elsewhere} />
        {asked.data?.plan ? (
          <>
            <p className="muted">{`${catalogue("wiredFor")}: ${library("video")}`}</p>
            <StepGraph steps={stepsOf(spec, asked.data.plan)} selected={op} onSelect={setOp} />
          </>
        ) : null}
        <Saving
          spec={spec}
          loaded={loaded}
          read={read}
          isChanged={isChanged}
          isRight={asked.data !== undefined && !asked.isOld && !asked.error && problems.length === 0}
          onReload={onReload}
        />
      </section>
      <Leaving isChanged={isChanged} />
    </div>
  );
}

/** Asks before what was changed is lost, whatever leads away. */
function Leaving({ isChanged }: { readonly isChanged: boolean }): ReactElement {
  const t = useTranslations("workflows");
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname,
    enableBeforeUnload: isChanged,
    withResolver: true,
  });
  return (
    <Dialog
      title={t("leaveTitle")}
      isOpen={status === "blocked"}
      onClose={() => reset?.()}
      role="alertdialog"
      actions={
        <>
          <Button onPress={() => reset?.()}>{t("stay")}</Button>
          <Button kind="danger" onPress={() => proceed?.()}>
            {t("leave")}
          </Button>
        </>
      }
    >
      <p>{t("leaveText")}</p>
    </Dialog>
  );
}

const isStale = (error: unknown): boolean => problemOf(error).status === 412;

interface SavingProps {
  readonly spec: Spec;
  readonly loaded: Loaded;
  readonly read: () => Promise<Loaded | undefined>;
  readonly isChanged: boolean;
  readonly isRight: boolean;
  readonly onReload: () => void;
}

function Saving({ spec, loaded, read, isChanged, isRight, onReload }: SavingProps): ReactElement {
  const t = useTranslations("workflows");
  const { namespace, name } = route.useParams();
  const navigate = route.useNavigate();
  const cache = useQueryClient();
  const { data: namespaces } = useQuery(namespacesQuery);
  const [copyName, setCopyName] = useState(`${name}-2`);
  const [copyNamespace, setCopyNamespace] = useState("");
  const names = namespaces?.items.map((each) => each.name) ?? [];
  const where = copyNamespace || (names.includes(namespace) ? namespace : (names[0] ?? namespace));
  const opened = async (to: { readonly namespace: string; readonly name: string }): Promise<void> => {
    note(t("saved"));
    await cache.invalidateQueries({ queryKey: ["workflows"] });
    await navigate({ to: "/catalogue/workflows/$namespace/$name", params: to, ignoreBlocker: true });
  };
  const save = useMutation({
    mutationFn: async () => {
      const put = (etag: string) => {
        const params = { path: { namespace, name }, header: { "if-match": etag } };
        return dataOf(api.PUT("/v1/workflows/{namespace}/{name}", { params, body: { spec } }));
      };
      try {
        return await put(loaded.etag);
      } catch (error) {
        // The server notes things beside a workflow, too: nobody else changed it then.
        const found = isStale(error) ? await read() : undefined;
        if (found && JSON.stringify(found.spec) === JSON.stringify(loaded.spec)) {
          return put(found.etag);
        }
        throw error;
      }
    },
    onSuccess: opened,
  });
  const copy = useMutation({
    mutationFn: () => dataOf(api.POST("/v1/workflows", { body: { namespace: where, name: copyName.trim(), spec } })),
    onSuccess: opened,
  });
  return (
    <>
      <div className="editor-foot">
        <GuardedButton
          asked={{ namespace, verb: "update", kind: "mediaworkflows" }}
          kind="primary"
          isPending={save.isPending}
          isDisabled={!(isChanged && isRight)}
          onPress={() => save.mutate()}
        >
          {t("save", { name })}
        </GuardedButton>
        {isStale(save.error) ? <Button onPress={onReload}>{t("reload")}</Button> : null}
      </div>
      {save.error ? <ProblemNote error={save.error} /> : null}
      <h3>{t("asNew")}</h3>
      <div className="editor-save">
        <TextInput label={t("newName")} value={copyName} onChange={setCopyName} />
        {names.length > 1 ? (
          <Chooser
            label={t("namespace")}
            choices={names.map((id) => ({ id, label: id }))}
            value={where}
            onChange={setCopyNamespace}
          />
        ) : null}
      </div>
      <div className="editor-foot">
        <GuardedButton
          asked={{ namespace: where, verb: "create", kind: "mediaworkflows" }}
          isPending={copy.isPending}
          isDisabled={!isRight || copyName.trim() === ""}
          onPress={() => copy.mutate()}
        >
          {t("create")}
        </GuardedButton>
      </div>
      {copy.error ? <ProblemNote error={copy.error} /> : null}
    </>
  );
}
