/** A workflow that is being edited: its stages, what the server makes of them, and saving without overwriting others. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useBlocker } from "@tanstack/react-router";
import { ChevronLeft, FileCode2, List } from "lucide-react";
import { lazy, type ReactElement, Suspense, useEffect, useId, useMemo, useRef, useState } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, type Schema } from "../../api/client";
import { dataOf, problemOf } from "../../api/problems";
import { namespacesQuery, operatorsQuery } from "../../api/queries";
import { withKey } from "../../api/repeats";
import { useWhileOpen } from "../../app/whileOpen";
import { StepGraph } from "../../catalogue/WorkflowViews";
import { yamlOf } from "../../catalogue/yaml";
import { ProblemList } from "../../dryrun/ProblemList";
import { type Asked, type DryRun, useWorkflowCheck } from "../../dryrun/useDryRun";
import { stepsOf } from "../../runs/workflowSteps";
import { Button } from "../../ui/Button";
import { Chooser, TextInput } from "../../ui/fields";
import { ProblemNote } from "../../ui/ProblemNote";
import { Question } from "../../ui/Question";
import { GuardedButton } from "../../ui/rights";
import { Skeletons } from "../../ui/states";
import { note } from "../../ui/toasts";
import { placeOf, type Spec, specOf } from "../../workflows/draft";
import { PlacedProblemList, YamlEditor } from "../../workflows/YamlEditor";
import { type PlacedProblem, type YamlText, yamlTextOf } from "../../workflows/yamlText";
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
          <p className="page-lead">{t("editText")}</p>
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
  const [loaded] = useState(newest); // what is edited does not change under the hands
  const draft = useDraft(loaded.spec);
  const operators = useQuery(operatorsQuery);
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const asked = useWorkflowCheck(draft.written, "Video", {});
  const problems = asked.data?.problems ?? [];
  const placed = placedProblems(draft.yaml, problems);
  return (
    <>
      <EditorViews draft={draft} />
      <div className="editor-page">
        {draft.yaml ? (
          <YamlEditor text={draft.text} onChange={draft.setText} problems={placed} area={area} problemList={listId} />
        ) : (
          <Suspense fallback={<Skeletons count={3} height={90} />}>
            <WorkflowEditor
              spec={draft.spec ?? loaded.spec}
              onChange={draft.setSpec}
              operators={operators.data?.items ?? []}
              problems={problems}
            />
          </Suspense>
        )}
        <section className="editor-check card" aria-label={t("check")}>
          <h2>{t("check")}</h2>
          <Verdict asked={asked} isUnread={isUnread(draft.yaml)} />
          {draft.yaml ? (
            <PlacedProblemList id={listId} problems={placed} area={area} />
          ) : (
            <ProblemList problems={problems.filter((each) => placeOf(each.at).stage < 0)} />
          )}
          {asked.data?.plan && draft.spec ? <Wiring spec={draft.spec} plan={asked.data.plan} /> : null}
          <Saving
            spec={draft.written as Spec}
            loaded={loaded}
            read={read}
            isChanged={draft.isChanged}
            isRight={isRight(asked) && !isUnread(draft.yaml)}
            onReload={onReload}
          />
        </section>
        <Leaving isChanged={draft.isChanged} />
      </div>
    </>
  );
}

const isUnread = (yaml: YamlText | undefined): boolean => (yaml?.errors.length ?? 0) > 0;

const isRight = ({ data, isOld, error }: Asked): boolean =>
  data !== undefined && !isOld && !error && data.problems.length === 0;

/** What is wrong, each with its place in the text and in its order; none while there is no text. */
function placedProblems(yaml: YamlText | undefined, found: DryRun["problems"]): readonly PlacedProblem[] {
  if (!yaml || isUnread(yaml)) {
    return yaml?.errors ?? [];
  }
  const placed = found.map((each) => ({ ...each, place: yaml.placeOf(each.at) }));
  return placed.sort((one, other) => one.place.from - other.place.from);
}

/** How many things are wrong, in one sentence; what keeps the server from saying so stands below. */
function Verdict({ asked, isUnread }: { readonly asked: Asked; readonly isUnread: boolean }): ReactElement {
  const t = useTranslations("workflows");
  const count = asked.data?.problems.length ?? 0;
  const words = asked.data === undefined ? t("checking") : count > 0 ? t("problems", { count }) : t("fits");
  return (
    <>
      <p role="status" aria-busy={asked.isOld && !isUnread}>
        {isUnread ? t("notYaml") : words}
      </p>
      {asked.error && !isUnread ? <ProblemNote error={asked.error} onRetry={asked.refetch} /> : null}
    </>
  );
}

interface Draft {
  /** What is checked and saved; undefined while the text is no YAML. */
  readonly written: unknown;
  /** The same as stages, where it has any. */
  readonly spec: Spec | undefined;
  readonly setSpec: (spec: Spec) => void;
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Absent while stages are edited. */
  readonly yaml: YamlText | undefined;
  readonly isChanged: boolean;
  readonly show: (view: "stages" | "yaml") => void;
}

/** A workflow that is edited as stages or as text, whichever the address says; each begins with what the other made. */
function useDraft(loaded: Spec): Draft {
  const { view } = route.useSearch();
  const navigate = useWhileOpen(route.useNavigate());
  const [staged, setSpec] = useState(loaded);
  const [typed, setText] = useState<string>();
  const text = typed ?? yamlOf(staged);
  const yaml = useMemo(() => (view === "yaml" ? yamlTextOf(text) : undefined), [view, text]);
  const spec = useMemo(() => (yaml && text !== yamlOf(staged) ? specOf(yaml.spec) : staged), [yaml, text, staged]);
  return {
    written: yaml ? yaml.spec : staged,
    spec,
    setSpec,
    text,
    setText,
    yaml,
    isChanged: yaml ? text !== yamlOf(loaded) : staged !== loaded,
    show: (wanted) => {
      if (wanted === "stages" && spec) {
        setSpec(spec);
        setText(undefined);
      }
      void navigate({ search: wanted === "yaml" ? { view: wanted } : {}, replace: true });
    },
  };
}

function EditorViews({ draft: { yaml, spec, show } }: { readonly draft: Draft }): ReactElement {
  const t = useTranslations("workflows");
  return (
    <div className="editor-views">
      <ToggleButtonGroup
        className="segmented"
        aria-label={t("editAs")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[yaml ? "yaml" : "stages"]}
        onSelectionChange={([chosen]) => show(chosen === "yaml" ? "yaml" : "stages")}
      >
        <ToggleButton id="stages" className="button" data-size="small" isDisabled={spec === undefined}>
          <List size={15} aria-hidden /> {t("asStages")}
        </ToggleButton>
        <ToggleButton id="yaml" className="button" data-size="small">
          <FileCode2 size={15} aria-hidden /> {t("yaml")}
        </ToggleButton>
      </ToggleButtonGroup>
      {spec ? null : <p className="muted">{t("noStages")}</p>}
    </div>
  );
}

/** How the server wires the steps for a video. */
function Wiring({ spec, plan }: { readonly spec: Spec; readonly plan: Schema<"PlanView"> }): ReactElement {
  const catalogue = useTranslations("catalogue");
  const library = useTranslations("library");
  const [op, setOp] = useState("");
  return (
    <>
      <p className="muted">{`${catalogue("wiredFor")}: ${library("video")}`}</p>
      <StepGraph steps={stepsOf(spec, plan)} selected={op} onSelect={setOp} />
    </>
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
    <Question
      title={t("leaveTitle")}
      yes={t("leave")}
      no={t("stay")}
      isOpen={status === "blocked"}
      onYes={() => proceed?.()}
      onNo={() => reset?.()}
    >
      <p>{t("leaveText")}</p>
    </Question>
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
  const navigate = useWhileOpen(route.useNavigate());
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
    mutationFn: () => {
      const body = { namespace: where, name: copyName.trim(), spec };
      return withKey("workflows", body, (key) =>
        dataOf(api.POST("/v1/workflows", { params: { header: { "idempotency-key": key } }, body })),
      );
    },
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
      <div className="fields">
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
