/** Runs a workflow over the asset again, after saying what it would do. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api/client";
import { dataOf } from "../api/problems";
import { workflowsQuery } from "../api/queries";
import { DryRunView } from "../dryrun/DryRunView";
import { type Configuration, useAssetPlan } from "../dryrun/useDryRun";
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
  const [configuration, setConfiguration] = useState<Configuration>({});
  const asked = useAssetPlan(asset.id, workflow, configuration);
  const spec = workflows.data?.items.find((each) => each.name === workflow)?.spec;
  // What is asked for again is the same request; what is asked for anew is another.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const configure = (wanted: Configuration): void => {
    setConfiguration(wanted);
    setKey(crypto.randomUUID());
  };
  const run = useMutation({
    mutationFn: () =>
      dataOf(
        api.POST("/v1/executions", {
          params: { header: { "idempotency-key": key } },
          body: { asset: asset.id, workflow, configuration },
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
      size="wide"
      onClose={onClose}
      actions={
        <Button
          kind="primary"
          isDisabled={workflow === "" || run.isPending || asked.data?.plan === null}
          onPress={() => run.mutate()}
        >
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
          onChange={(name) => {
            setChosen(name);
            configure({});
          }}
          help={spec?.description}
        />
      ) : null}
      {spec ? <DryRunView workflow={spec} asked={asked} configuration={configuration} onChange={configure} /> : null}
      <p className="field-help">{t("analyseHelp")}</p>
      {run.error ? <ProblemNote error={run.error} /> : null}
    </Dialog>
  );
}
