/** Runs a workflow over the asset again, after saying what it would do. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api/client";
import { dataOf } from "../api/problems";
import { workflowsQuery } from "../api/queries";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Chooser } from "../ui/fields";
import { ProblemNote } from "../ui/ProblemNote";
import { Skeletons } from "../ui/states";
import { note } from "../ui/toasts";
import { useAssetView } from "./assetView";

export function AnalyseDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const cache = useQueryClient();
  const workflows = useQuery(workflowsQuery(asset.namespace));
  const names = (workflows.data?.items ?? []).map((each) => each.name);
  const [chosen, setChosen] = useState((asset.workflows ?? [])[0] ?? "full-analysis");
  const workflow = names.includes(chosen) ? chosen : (names[0] ?? "");
  const [key] = useState(() => crypto.randomUUID());
  const run = useMutation({
    mutationFn: () =>
      dataOf(
        api.POST("/v1/executions", {
          params: { header: { "idempotency-key": `${key} ${workflow}` } },
          body: { asset: asset.id, workflow },
        }),
      ),
    onSuccess: async () => {
      note(t("analysing"));
      onClose();
      await cache.invalidateQueries({ queryKey: ["executions"] });
    },
  });
  return (
    <Dialog
      title={t("analyse")}
      isOpen
      onClose={onClose}
      actions={
        <Button kind="primary" isDisabled={workflow === "" || run.isPending} onPress={() => run.mutate()}>
          {t("analyseNow")}
        </Button>
      }
    >
      {workflows.isLoading ? <Skeletons count={2} height={34} /> : null}
      {workflows.error ? <ProblemNote error={workflows.error} onRetry={() => void workflows.refetch()} /> : null}
      {names.length > 0 ? (
        <Chooser
          label={t("workflow")}
          choices={names.map((id) => ({ id, label: id }))}
          value={workflow}
          onChange={setChosen}
          help={workflows.data?.items.find((each) => each.name === workflow)?.spec.description}
        />
      ) : null}
      {workflow ? <Plan workflow={workflow} /> : null}
      <p className="field-help">{t("analyseHelp")}</p>
      {run.error ? <ProblemNote error={run.error} /> : null}
    </Dialog>
  );
}

/** What a run would do: the server's own plan of it, with the reason why something would not run. */
function Plan({ workflow }: { readonly workflow: string }): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const plan = useQuery({
    queryKey: ["found", asset.id, "plan", workflow],
    queryFn: () => dataOf(api.POST("/v1/plans", { body: { asset: asset.id, workflow } })),
  });
  if (plan.error) {
    return <ProblemNote error={plan.error} onRetry={() => void plan.refetch()} />;
  }
  if (!plan.data) {
    return <Skeletons count={1} height={60} />;
  }
  const steps = plan.data.steps ?? [];
  const running = steps.filter((each) => each.runs);
  return (
    <div className="plan">
      {plan.data.accepted ? null : (
        <ul className="field-error">
          {(plan.data.problems ?? []).map((each) => (
            <li key={each.at}>{each.message}</li>
          ))}
        </ul>
      )}
      <p>{t("planSteps", { count: running.length })}</p>
      <ul className="plan-steps">
        {steps.map((each) => (
          <li key={each.name} data-runs={each.runs} title={each.skipped || undefined}>
            {each.name}
          </li>
        ))}
      </ul>
    </div>
  );
}
