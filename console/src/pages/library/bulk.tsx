/** Three things that are done with several assets at once: one after the other, and what fails is told at the end. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { exportAddress } from "../../api/addresses";
import { api } from "../../api/client";
import { dataOf, problemOf } from "../../api/problems";
import { type AssetRow, workflowsQuery } from "../../api/queries";
import { withKey } from "../../api/repeats";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Chooser } from "../../ui/fields";
import { ProblemNote } from "../../ui/ProblemNote";
import { note } from "../../ui/toasts";

interface BulkProps {
  readonly assets: readonly AssetRow[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

interface Outcome {
  readonly done: number;
  readonly failures: readonly unknown[];
}

export function RunDialog({ assets, onClose, onDone }: BulkProps): ReactElement {
  const t = useTranslations("library");
  const { data, error } = useQuery(workflowsQuery(assets[0]?.namespace ?? ""));
  const names = (data?.items ?? []).map(({ name }) => name).filter((name) => name !== "import");
  const [chosen, setChosen] = useState("");
  const workflow = chosen || (names.includes("full-analysis") ? "full-analysis" : (names[0] ?? ""));
  const run = useBulk(
    assets,
    (asset) => {
      const body = { asset: asset.id, workflow };
      const header = (key: string) => ({ header: { "idempotency-key": key } });
      return withKey(`run ${asset.id}`, body, (key) =>
        dataOf(api.POST("/v1/executions", { params: header(key), body })),
      );
    },
    (count) => t("runDone", { count }),
    onClose,
    onDone,
  );
  const description = data?.items.find(({ name }) => name === workflow)?.spec.description;
  return (
    <Dialog
      title={t("runTitle", { count: assets.length })}
      isOpen
      onClose={onClose}
      actions={<Actions label={t("runStart")} run={run} onClose={onClose} />}
    >
      {error ? <ProblemNote error={error} /> : null}
      <Chooser
        label={t("runWorkflow")}
        value={workflow}
        onChange={setChosen}
        choices={names.map((name) => ({ id: name, label: name }))}
        help={description}
      />
    </Dialog>
  );
}

const FORMATS = [
  { id: "csv", word: "exportCsv" },
  { id: "edl", word: "exportEdl" },
  { id: "otio", word: "exportOtio" },
  { id: "webvtt-metadata", word: "exportVtt" },
  { id: "video-indexer", word: "exportInsights" },
] as const;

export function ExportDialog({ assets, onClose, onDone }: BulkProps): ReactElement {
  const t = useTranslations("library");
  const [format, setFormat] = useState<(typeof FORMATS)[number]["id"]>("csv");
  const run = useBulk(
    assets,
    (asset) => download(exportAddress(asset.id, format), `${asset.name}.${format}`),
    () => "",
    onClose,
    onDone,
  );
  return (
    <Dialog
      title={t("exportTitle", { count: assets.length })}
      isOpen
      onClose={onClose}
      actions={<Actions label={t("exportStart")} run={run} onClose={onClose} />}
    >
      <Chooser
        label={t("exportFormat")}
        value={format}
        onChange={setFormat}
        choices={FORMATS.map(({ id, word }) => ({ id, label: t(word) }))}
      />
    </Dialog>
  );
}

export function DeleteDialog({ assets, onClose, onDone }: BulkProps): ReactElement {
  const t = useTranslations("library");
  const run = useBulk(
    assets,
    (asset) => dataOf(api.DELETE("/v1/assets/{id}", { params: { path: { id: asset.id } } })),
    (count) => t("deleteDone", { count }),
    onClose,
    onDone,
  );
  return (
    <Dialog
      title={t("deleteTitle", { count: assets.length })}
      role="alertdialog"
      isOpen
      onClose={onClose}
      actions={<Actions label={t("deleteStart")} run={run} onClose={onClose} kind="danger" />}
    >
      <ul className="bulk-names">
        {assets.slice(0, 8).map((each) => (
          <li key={each.id} className="truncate">
            {each.title || each.name}
          </li>
        ))}
        {assets.length > 8 ? <li className="muted">+{assets.length - 8}</li> : null}
      </ul>
      <p>{t("deleteText")}</p>
    </Dialog>
  );
}

interface ActionsProps {
  readonly label: string;
  readonly kind?: "primary" | "danger";
  readonly run: { readonly mutate: () => void; readonly isPending: boolean };
  readonly onClose: () => void;
}

function Actions({ label, kind = "primary", run, onClose }: ActionsProps): ReactElement {
  const t = useTranslations("library");
  return (
    <>
      <Button onPress={onClose}>{t("cancel")}</Button>
      <Button kind={kind} onPress={run.mutate} isPending={run.isPending}>
        {label}
      </Button>
    </>
  );
}

function useBulk(
  assets: readonly AssetRow[],
  act: (asset: AssetRow) => Promise<unknown>,
  said: (count: number) => string,
  onClose: () => void,
  onDone: () => void,
) {
  const t = useTranslations("library");
  return useMutation<Outcome, Error, void>({
    mutationFn: () => oneAfterTheOther(assets, act),
    onSuccess: ({ done, failures }) => {
      const words = done > 0 ? said(done) : "";
      if (words) {
        note(words);
      }
      if (failures.length > 0) {
        const { detail, code } = problemOf(failures[0]);
        note(t("someFailed", { failed: failures.length, count: assets.length, message: detail || code }));
      }
      onClose();
      onDone();
    },
  });
}

async function oneAfterTheOther(
  assets: readonly AssetRow[],
  act: (asset: AssetRow) => Promise<unknown>,
): Promise<Outcome> {
  const failures: unknown[] = [];
  for (const each of assets) {
    try {
      await act(each);
    } catch (error) {
      failures.push(error);
    }
  }
  return { done: assets.length - failures.length, failures };
}

async function download(address: string, name: string): Promise<void> {
  const answer = await fetch(address);
  const content = answer.ok ? await answer.blob() : undefined;
  await dataOf(Promise.resolve({ data: content, error: content ? undefined : await answer.json(), response: answer }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content ?? new Blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
