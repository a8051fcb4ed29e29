/** What can be done with a batch. Nothing is shown as done before the server says so. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Batch } from "../api/batchQueries";
import { api } from "../api/client";
import { dataOf, problemOf } from "../api/problems";
import { useProblemWords } from "../ui/ProblemNote";
import { note } from "../ui/toasts";
import type { Askable } from "./progress";

export function useBatchActions(id: string) {
  const cache = useQueryClient();
  const words = useProblemWords();
  return useMutation({
    mutationFn: (action: keyof Askable) => dataOf(api.POST(`/v1/batches/{id}:${action}`, { params: { path: { id } } })),
    onSuccess: (changed: Batch) => {
      cache.setQueryData(["batch", id], changed);
      void cache.invalidateQueries({ queryKey: ["batches"] });
    },
    onError: (error) => note(`${words(error)} ${problemOf(error).detail}`.trim()),
  });
}
