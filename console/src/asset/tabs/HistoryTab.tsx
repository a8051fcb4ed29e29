/** Everything that people corrected: what, when, by whom, whether it still fits; each can be taken back. */
import { useQuery } from "@tanstack/react-query";
import { PencilLine } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { type EditView, editsQuery } from "../../api/assetQueries";
import { clockText } from "../../moments/format";
import { Button } from "../../ui/Button";
import { ProblemNote } from "../../ui/ProblemNote";
import { Badge, Empty, Skeletons } from "../../ui/states";
import { Ago } from "../../ui/values";
import { useAssetView } from "../assetView";
import { useEdits } from "../useEdits";
import { useResultNames } from "../useResultNames";

export function HistoryTab(): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const edits = useQuery(editsQuery(asset));
  if (edits.isLoading) {
    return <Skeletons count={5} height={48} />;
  }
  if (edits.error) {
    return <ProblemNote error={edits.error} onRetry={() => void edits.refetch()} />;
  }
  const made = (edits.data?.items ?? []).filter((each) => each.operation !== "undo").reverse();
  if (made.length === 0) {
    return (
      <Empty icon={PencilLine} title={t("noCorrections")}>
        <p>{t("noCorrectionsHelp")}</p>
      </Empty>
    );
  }
  return (
    <ol className="history">
      {made.map((each) => (
        <HistoryRow key={each.id} edit={each} />
      ))}
    </ol>
  );
}

function HistoryRow({ edit }: { readonly edit: EditView }): ReactElement {
  const t = useTranslations("asset");
  const nameOf = useResultNames();
  const { undo, isBusy } = useEdits();
  const { clock, mayEdit } = useAssetView();
  const before = edit.anchor?.title ?? (edit.originals ?? []).join(", ");
  const start = edit.anchor?.start;
  return (
    <li className="history-row" data-state={edit.state}>
      <p>
        <b>{t(`operation.${edit.operation as Exclude<EditView["operation"], "undo">}`)}</b>{" "}
        <span className="muted">
          {nameOf(edit.result ?? "")} · <Ago time={edit.at} /> · {edit.by}
        </span>
      </p>
      <p className="history-change">
        <del>{before}</del>
        {edit.value ? (
          <>
            {" → "}
            <ins>{edit.value}</ins>
          </>
        ) : null}
      </p>
      {edit.state === "Orphaned" ? <Badge tone="warn">{t("orphaned")}</Badge> : null}
      {edit.state === "Undone" ? <Badge>{t("takenBack")}</Badge> : null}
      <div className="moment-actions">
        {typeof start === "number" ? (
          <Button size="small" kind="quiet" onPress={() => clock.seek(start)}>
            {clockText(start, 1)}
          </Button>
        ) : null}
        {edit.state === "Undone" || !mayEdit.allowed ? null : (
          <Button size="small" isDisabled={isBusy} onPress={() => void undo(edit.id)}>
            {t("undo")}
          </Button>
        )}
      </div>
    </li>
  );
}
