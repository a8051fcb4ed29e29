/** Adding media: files or folders, what is to be done with them, and how far each is. */
import { useQuery } from "@tanstack/react-query";
import { FolderOpen, Upload } from "lucide-react";
import { type ReactElement, useState } from "react";
import { type DropItem, DropZone, FileTrigger, Text } from "react-aria-components";
import { useTranslations } from "use-intl";
import { namespacesQuery, workflowsQuery } from "../../api/queries";
import { deployment } from "../../app/deployment";
import { Button } from "../../ui/Button";
import { Chooser } from "../../ui/fields";
import { ProblemNote } from "../../ui/ProblemNote";
import { SendingRow } from "./SendingRow";
import { useSendings } from "./sendings";
import "./upload.css";

const NOTHING = "-";

export function UploadPage(): ReactElement {
  const t = useTranslations("upload");
  const [chosenNamespace, setNamespace] = useState("");
  const [chosenWorkflow, setWorkflow] = useState("");
  const { data: namespaces } = useQuery(namespacesQuery);
  const names = namespaces?.items.map(({ name }) => name) ?? [];
  const namespace = chosenNamespace || deployment.namespace || (names[0] ?? "");
  const { data: workflows, error } = useQuery({ ...workflowsQuery(namespace), enabled: namespace !== "" });
  const known = workflows?.items.filter(({ name }) => name !== "import") ?? [];
  const usual = known.find(({ name }) => name === "full-analysis") ?? known[0];
  const workflow = chosenWorkflow || (usual?.name ?? NOTHING);
  const { sendings, add, retry, drop } = useSendings({ namespace, workflow: workflow === NOTHING ? "" : workflow });
  return (
    <div className="page" data-width="text">
      <div className="page-head">
        <h1>{t("title")}</h1>
      </div>
      {error ? <ProblemNote error={error} /> : null}
      <div className="upload-target">
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
          help={known.find(({ name }) => name === workflow)?.spec.description ?? t("noWorkflowHelp")}
        />
      </div>
      <Zone onFiles={add} />
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
