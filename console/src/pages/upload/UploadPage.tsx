/** Adding media: files or folders, what is to be done with them, and how far each is. */
import { useQuery } from "@tanstack/react-query";
import { ChevronRight, FolderOpen, Upload } from "lucide-react";
import { type ReactElement, useState } from "react";
import {
  Button as AriaButton,
  Disclosure,
  DisclosurePanel,
  type DropItem,
  DropZone,
  FileTrigger,
  Heading,
  Text,
} from "react-aria-components";
import { useTranslations } from "use-intl";
import { namespacesQuery, workflowsQuery } from "../../api/queries";
import { deployment } from "../../app/deployment";
import { DryRunView } from "../../dryrun/DryRunView";
import { type Asked, type Configuration, useWorkflowCheck } from "../../dryrun/useDryRun";
import { Button } from "../../ui/Button";
import { Chooser } from "../../ui/fields";
import { ProblemNote } from "../../ui/ProblemNote";
import { Skeletons } from "../../ui/states";
import { SendingRow } from "./SendingRow";
import { useSendings } from "./sendings";
import "./upload.css";

const NOTHING = "-";
const TYPES = ["Video", "Audio", "Image", "Text"] as const;
type MediaType = (typeof TYPES)[number];
const WORDS = { Video: "video", Audio: "audio", Image: "image", Text: "text" } as const;

export function UploadPage(): ReactElement {
  const t = useTranslations("upload");
  const library = useTranslations("library");
  const { names, known, target, error, isReady, setNamespace, setWorkflow, setConfiguration } = useTarget();
  const { namespace, configuration } = target;
  const workflow = target.workflow || NOTHING;
  const spec = known.find(({ name }) => name === workflow)?.spec;
  const { sendings, add, retry, drop } = useSendings(target);
  const [chosenType, setType] = useState<MediaType>();
  const type = chosenType ?? typeOf(sendings[0]?.file) ?? "Video";
  const asked = useWorkflowCheck(spec, type, configuration);
  return (
    <div className="page" data-width="text">
      <div className="page-head">
        <h1>{t("title")}</h1>
      </div>
      {error ? <ProblemNote error={error} /> : null}
      <div className="fields">
        {names.length > 1 ? (
          <Chooser
            label={t("namespace")}
            value={namespace}
            onChange={setNamespace}
            choices={names.map((name) => ({ id: name, label: name }))}
          />
        ) : null}
        <Chooser
          label={t("workflow")}
          value={workflow}
          onChange={setWorkflow}
          choices={[...known.map(({ name }) => ({ id: name, label: name })), { id: NOTHING, label: t("noWorkflow") }]}
          help={spec?.description ?? t("noWorkflowHelp")}
        />
      </div>
      {spec ? (
        <Disclosure className="card upload-plan">
          <Heading className="upload-plan-head">
            <AriaButton slot="trigger" className="button" data-kind="quiet">
              <ChevronRight size={16} aria-hidden /> <PlanLine asked={asked} type={type} />
            </AriaButton>
          </Heading>
          <DisclosurePanel className="upload-plan-body">
            <div className="plan-type">
              <Chooser
                label={t("planFor")}
                isInline
                choices={TYPES.map((id) => ({ id, label: library(WORDS[id]) }))}
                value={type}
                onChange={setType}
              />
            </div>
            <DryRunView
              key={`${namespace} ${workflow}`}
              workflow={spec}
              asked={asked}
              configuration={configuration}
              onChange={setConfiguration}
            />
          </DisclosurePanel>
        </Disclosure>
      ) : null}
      {isReady ? <Zone onFiles={add} /> : <Skeletons count={1} height={180} />}
      {sendings.length > 0 ? (
        <ul className="sendings card" aria-label={t("files")}>
          {sendings.map((each) => (
            <SendingRow key={each.id} sending={each} onRetry={() => retry(each.id)} onDrop={() => drop(each.id)} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** What is chosen for the files that come; settings are those of one workflow of one namespace. */
function useTarget() {
  const [chosenNamespace, setNamespace] = useState("");
  const [chosenWorkflow, setWorkflow] = useState("");
  const [configuration, setConfiguration] = useState<Configuration>({});
  const { data: namespaces, isPending } = useQuery(namespacesQuery);
  const names = namespaces?.items.map(({ name }) => name) ?? [];
  const namespace = chosenNamespace || deployment.namespace || (names[0] ?? "");
  const { data: workflows, error } = useQuery({ ...workflowsQuery(namespace), enabled: namespace !== "" });
  const known = workflows?.items.filter(({ name }) => name !== "import") ?? [];
  const usual = known.find(({ name }) => name === "full-analysis") ?? known[0];
  const isKnown = chosenWorkflow === NOTHING || known.some(({ name }) => name === chosenWorkflow);
  const workflow = isKnown ? chosenWorkflow : (usual?.name ?? NOTHING);
  return {
    names,
    known,
    target: { namespace, workflow: workflow === NOTHING ? "" : workflow, configuration },
    error,
    /** A file takes what is chosen when it is added: not before that is known. */
    isReady: namespace === "" ? !isPending : workflows !== undefined || error !== null,
    setNamespace: (name: string) => {
      setNamespace(name);
      setConfiguration({});
    },
    setWorkflow: (name: string) => {
      setWorkflow(name);
      setConfiguration({});
    },
    setConfiguration,
  };
}

/** What the browser takes a file for; the server looks at the content itself. */
function typeOf(file: File | undefined): MediaType | undefined {
  const [kind = ""] = file?.type.split("/") ?? [];
  return TYPES.find((each) => each.toLowerCase() === kind);
}

function PlanLine({ asked, type }: { readonly asked: Asked; readonly type: MediaType }): ReactElement {
  const t = useTranslations("upload");
  const library = useTranslations("library");
  const steps = asked.data?.plan?.steps;
  const kind = library(WORDS[type]);
  if (!asked.data) {
    return <>{t("planComes")}</>;
  }
  return (
    <span>
      {steps
        ? t("planLine", { type: kind, count: steps.filter((each) => each.runs).length, all: steps.length })
        : t("planWrong", { count: asked.data.problems.length })}
    </span>
  );
}

function Zone({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }): ReactElement {
  const t = useTranslations("upload");
  const select = (files: FileList | null): void => onFiles([...(files ?? [])]);
  return (
    <DropZone className="drop-zone" onDrop={({ items }) => void filesOf(items).then(onFiles)}>
      <Upload size={28} strokeWidth={1.6} aria-hidden />
      <Text slot="label" className="drop-words">
        {t("drop")}
      </Text>
      <p className="muted">{t("kinds")}</p>
      <div className="drop-actions">
        <FileTrigger allowsMultiple onSelect={select}>
          <Button kind="primary">{t("chooseFiles")}</Button>
        </FileTrigger>
        <FileTrigger acceptDirectory onSelect={select}>
          <Button>
            <FolderOpen size={16} aria-hidden />
            {t("chooseFolder")}
          </Button>
        </FileTrigger>
      </div>
    </DropZone>
  );
}

/** Every file that was dropped, those in folders too. */
async function filesOf(items: Iterable<DropItem> | AsyncIterable<DropItem>): Promise<File[]> {
  const found: File[] = [];
  for await (const item of items) {
    if (item.kind === "file") {
      found.push(await item.getFile());
    } else if (item.kind === "directory") {
      found.push(...(await filesOf(item.getEntries())));
    }
  }
  return found.filter((each) => each.size > 0 && !each.name.startsWith("."));
}
