/** Corrections: sent, said, and taken back with one press. They are kept beside the results, and over later runs. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { NewEdit } from "../api/assetQueries";
import { api, type Schema } from "../api/client";
import { dataOf, problemOf } from "../api/problems";
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
    mutationFn: (edit: string) =>
      dataOf(api.DELETE("/v1/assets/{id}/edits/{edit}", { params: { path: { id: asset.id, edit } } })),
    onSuccess: () => {
      note(t("undone"));
      return settled();
    },
    onError: failed,
  });
  const add = useMutation({
    mutationFn: (body: NewEdit): Promise<Schema<"EditView">> =>
      dataOf(
        api.POST("/v1/assets/{id}/edits", {
          params: { path: { id: asset.id }, header: { "idempotency-key": crypto.randomUUID() } },
          body,
        }),
      ),
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
