/** What can be done with a run: stopped, answered, repeated. Nothing is shown as done before the server says so. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { api, type Schema } from "../api/client";
import { dataOf, problemOf } from "../api/problems";
import { withKey } from "../api/repeats";
import type { Execution } from "../api/runQueries";
import { useWhileOpen } from "../app/whileOpen";
import { useProblemWords } from "../ui/ProblemNote";
import { note } from "../ui/toasts";

export function useRunActions(id: string) {
  const t = useTranslations("runs");
  const cache = useQueryClient();
  const navigate = useWhileOpen(useNavigate());
  const words = useProblemWords();
  const onError = (error: Error): void => note(`${words(error)} ${problemOf(error).detail}`.trim());
  const onSuccess = (changed: Execution): void => {
    cache.setQueryData(["execution", changed.id], changed);
    void cache.invalidateQueries({ queryKey: ["execution", changed.id] });
    void cache.invalidateQueries({ queryKey: ["executions"] });
  };
  const path = { path: { id } };
  const cancel = useMutation({
    mutationFn: () => dataOf(api.POST("/v1/executions/{id}:cancel", { params: path })),
    onSuccess,
    onError,
  });
  const resume = useMutation({
    mutationFn: (body: Schema<"StageAnswer">) => dataOf(api.POST("/v1/executions/{id}:resume", { params: path, body })),
    onSuccess,
  });
  const rerun = useMutation({
    mutationFn: (asked: Partial<Schema<"Again">>) => {
      const body = { scope: "All" as const, operators: [], ...asked };
      return withKey(id, body, (key) =>
        dataOf(
          api.POST("/v1/executions/{id}:rerun", { params: { ...path, header: { "idempotency-key": key } }, body }),
        ),
      );
    },
    onSuccess: (made: Execution) => {
      onSuccess(made);
      note(t("begun"));
      void navigate({ to: "/runs/$id", params: { id: made.id } });
    },
    onError,
  });
  return { cancel, resume, rerun };
}

export type RunActions = ReturnType<typeof useRunActions>;
