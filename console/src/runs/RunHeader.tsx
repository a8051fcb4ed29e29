/** What a run is, how far it is, and what can be done with it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Ban, ChevronLeft, RotateCcw } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useNow, useTranslations } from "use-intl";
import { assetNamedQuery, type Execution } from "../api/runQueries";
import { Question } from "../ui/Question";
import { GuardedButton } from "../ui/rights";
import { Bar } from "../ui/states";
import { Ago, Duration, StateBadge } from "../ui/values";
import { useCostFacts } from "./costFacts";
import { fractionOf } from "./states";
import { canRepeatFailed, isFinished, tookMs } from "./steps";
import type { RunActions } from "./useRunActions";

interface RunHeaderProps {
  readonly run: Execution;
  readonly actions: RunActions;
}

export function RunHeader({ run, actions }: RunHeaderProps): ReactElement {
  const t = useTranslations("runs");
  const { data: asset } = useQuery(assetNamedQuery(run.namespace, run.asset));
  return (
    <header className="run-head">
      <div className="run-line">
        <Link to="/runs" className="button" data-kind="quiet" data-size="icon" aria-label={t("toRuns")}>
          <ChevronLeft size={20} aria-hidden />
        </Link>
        <div className="run-title">
          <h1 className="truncate">
            {asset ? (
              <Link to="/assets/$id" params={{ id: asset.id }} title={t("toAsset")}>
                {asset.title || asset.name}
              </Link>
            ) : (
              run.asset
            )}
          </h1>
          <RunFacts run={run} asset={asset?.id} />
        </div>
        <RunButtons run={run} actions={actions} />
      </div>
      {run.state === "Complete" ? null : (
        <Bar
          label={t("progress")}
          value={isFinished(run) ? (fractionOf(run.progress) ?? 1) : (fractionOf(run.progress) ?? 0)}
          {...(canRepeatFailed(run) ? { tone: "bad" as const } : {})}
        />
      )}
    </header>
  );
}

interface RunFactsProps {
  readonly run: Execution;
  /** Id of the asset, once it is known. */
  readonly asset: string | undefined;
}

function RunFacts({ run, asset }: RunFactsProps): ReactElement {
  const t = useTranslations("runs");
  const now = useNow({ updateInterval: 1000 });
  const took = tookMs(run, now.getTime());
  const used = useCostFacts(run.cost);
  return (
    <ul className="run-facts">
      <li>
        <StateBadge state={run.state} />
      </li>
      {run.progress ? <li className="numbers">{t("steps", { progress: run.progress })}</li> : null}
      {took === null ? null : (
        <li>
          <Duration ms={took} />
        </li>
      )}
      <li>
        <Link to="/catalogue/workflows" search={{ q: run.workflow }}>
          {run.workflow}
        </Link>
      </li>
      <li>
        <Ago time={run.created} />
      </li>
      {used.map(({ name, shown }) => (
        <li key={name}>
          {name} {shown}
        </li>
      ))}
      {run.cost?.unmeasured ? <li>{t("unmeasured", { count: run.cost.unmeasured })}</li> : null}
      {run.repeats ? <li>{t("repeats", { run: run.repeats.execution })}</li> : null}
      {asset && isFinished(run) ? (
        <li>
          <Link to="/assets/$id" params={{ id: asset }} search={{ tab: "compare", cmp: run.id }}>
            {t("compareFound")}
          </Link>
        </li>
      ) : null}
    </ul>
  );
}

function RunButtons({ run, actions }: RunHeaderProps): ReactElement {
  const t = useTranslations("runs");
  const [asks, setAsks] = useState(false);
  const create = { namespace: run.namespace, verb: "create", kind: "mediaexecutions" } as const;
  if (!isFinished(run)) {
    return (
      <>
        <GuardedButton
          asked={{ namespace: run.namespace, verb: "update", kind: "mediaexecutions" }}
          onPress={() => setAsks(true)}
          isPending={actions.cancel.isPending}
        >
          <Ban size={15} aria-hidden /> {t("cancel")}
        </GuardedButton>
        <CancelDialog isOpen={asks} onClose={() => setAsks(false)} onConfirm={() => actions.cancel.mutate()} />
      </>
    );
  }
  return (
    <div className="run-buttons">
      {canRepeatFailed(run) ? (
        <GuardedButton
          asked={create}
          kind="primary"
          isPending={actions.rerun.isPending}
          onPress={() => actions.rerun.mutate({ scope: "Failed" })}
        >
          <RotateCcw size={15} aria-hidden /> {t("rerunFailed")}
        </GuardedButton>
      ) : null}
      <GuardedButton
        asked={create}
        isPending={actions.rerun.isPending}
        onPress={() => actions.rerun.mutate({ scope: "All" })}
      >
        <RotateCcw size={15} aria-hidden /> {t("rerunAll")}
      </GuardedButton>
    </div>
  );
}

interface CancelDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

function CancelDialog({ isOpen, onClose, onConfirm }: CancelDialogProps): ReactElement {
  const t = useTranslations("runs");
  return (
    <Question
      title={t("cancelTitle")}
      yes={t("cancel")}
      no={t("keepRunning")}
      isOpen={isOpen}
      onYes={() => {
        onClose();
        onConfirm();
      }}
      onNo={onClose}
    >
      <p>{t("cancelText")}</p>
    </Question>
  );
}
