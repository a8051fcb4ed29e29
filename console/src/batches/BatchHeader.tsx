/** What a batch is, how far it is, and what can be done with it. */
import { Link } from "@tanstack/react-router";
import { Ban, ChevronLeft, FolderSearch, Pause, Play, RotateCcw } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useNow, useTranslations } from "use-intl";
import type { Batch } from "../api/batchQueries";
import { tookMs } from "../runs/steps";
import { Question } from "../ui/Question";
import { GuardedButton } from "../ui/rights";
import { Ago, Duration, StateBadge } from "../ui/values";
import { BatchProgress } from "./BatchProgress";
import { askable } from "./progress";
import { useBatchActions } from "./useBatchActions";

export function BatchHeader({ batch }: { readonly batch: Batch }): ReactElement {
  const t = useTranslations("batches");
  const now = useNow({ updateInterval: 1000 });
  const took = tookMs(batch, now.getTime());
  return (
    <header className="run-head">
      <div className="run-line">
        <Link to="/runs/batches" className="button" data-kind="quiet" data-size="icon" aria-label={t("toBatches")}>
          <ChevronLeft size={20} aria-hidden />
        </Link>
        <div className="run-title">
          <h1 className="truncate">{batch.name}</h1>
          <ul className="run-facts">
            <li>
              <StateBadge state={batch.state} />
            </li>
            <li>{batch.namespace}</li>
            <li>
              <Link to="/catalogue/workflows" search={{ q: batch.workflow }}>
                {batch.workflow}
              </Link>
            </li>
            {took === null ? null : (
              <li>
                {t("took")} <Duration ms={took} />
              </li>
            )}
            <li>
              <Ago time={batch.created} />
            </li>
          </ul>
        </div>
        <BatchButtons batch={batch} />
      </div>
      <BatchProgress batch={batch} />
    </header>
  );
}

const BUTTONS = [
  { action: "retry", icon: RotateCcw, kind: "primary" },
  { action: "resume", icon: Play, kind: "primary" },
  { action: "pause", icon: Pause, kind: "plain" },
  { action: "relist", icon: FolderSearch, kind: "plain" },
] as const;

function BatchButtons({ batch }: { readonly batch: Batch }): ReactElement {
  const t = useTranslations("batches");
  const [asks, setAsks] = useState(false);
  const ask = useBatchActions(batch.id);
  const may = askable(batch);
  const update = { namespace: batch.namespace, verb: "update", kind: "mediabatches" } as const;
  return (
    <div className="run-buttons">
      {BUTTONS.map(({ action, icon: Icon, kind }) =>
        may[action] ? (
          <GuardedButton
            key={action}
            asked={update}
            kind={kind}
            isPending={ask.isPending && ask.variables === action}
            onPress={() => ask.mutate(action)}
          >
            <Icon size={15} aria-hidden /> {t(action)}
          </GuardedButton>
        ) : null,
      )}
      {may.cancel ? (
        <GuardedButton
          asked={update}
          isPending={ask.isPending && ask.variables === "cancel"}
          onPress={() => setAsks(true)}
        >
          <Ban size={15} aria-hidden /> {t("cancel")}
        </GuardedButton>
      ) : null}
      <Question
        title={t("cancelTitle")}
        yes={t("cancel")}
        no={t("keep")}
        isOpen={asks}
        onYes={() => {
          setAsks(false);
          ask.mutate("cancel");
        }}
        onNo={() => setAsks(false)}
      >
        <p>{t("cancelText")}</p>
      </Question>
    </div>
  );
}
