/** Corrections: sent, said, and taken back with one press. They are kept beside the results, and over later runs. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { NewEdit } from "../api/assetQueries";
import { addEdit, undoEdit } from "../api/edits";
import { problemOf } from "../api/problems";
import { useProblemWords } from "../ui/ProblemNote";
import { note } from "../ui/toasts";
import { useAssetView } from "./assetView";

export interface Edits {
  readonly send: (edit: NewEdit) => Promise<boolean>;
  readonly undo: (id: string) => Promise<boolean>;
  readonly isBusy: boolean;
}

export function useEdits(): Edits {
  const { asset } = useAssetView();
  const t = useTranslations("asset");
  const words = useProblemWords();
  const cache = useQueryClient();
  const settled = (): Promise<void> => cache.invalidateQueries({ queryKey: ["found", asset.id] });
  const failed = (error: Error): void => note(`${words(error)} ${problemOf(error).detail}`);

  const undo = useMutation({
    mutationFn: (edit: string) => undoEdit(asset.id, edit),
    onSuccess: () => {
      note(t("undone"));
      return settled();
    },
    onError: failed,
  });
  const add = useMutation({
    mutationFn: (body: NewEdit) => addEdit(asset.id, body),
    onSuccess: (made) => {
      note(t("corrected"), { label: t("undo"), run: () => undo.mutate(made.id) });
      return settled();
    },
    onError: failed,
  });
  return {
    send: (edit) => add.mutateAsync(edit).then(isDone, isNot),
    undo: (id) => undo.mutateAsync(id).then(isDone, isNot),
    isBusy: add.isPending || undo.isPending,
  };
}

const isDone = (): boolean => true;
/** What went wrong was said already. */
const isNot = (): boolean => false;
