/** Asks before one result goes, says what stays, and shows the receipt as soon as nothing of it is left. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { resultReceiptAddress } from "../../api/addresses";
import { resultsOf } from "../../api/assetDocuments";
import { resultReceiptQuery } from "../../api/assetQueries";
import { api } from "../../api/client";
import { dataOf } from "../../api/problems";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { ProblemNote } from "../../ui/ProblemNote";
import { Bytes } from "../../ui/values";
import { useAssetView } from "../assetView";
import { useResultNames } from "../useResultNames";

interface DeleteResultDialogProps {
  readonly name: string;
  readonly onClose: () => void;
}

export function DeleteResultDialog({ name, onClose }: DeleteResultDialogProps): ReactElement {
  const t = useTranslations("asset");
  const shell = useTranslations("shell");
  const { asset } = useAssetView();
  const cache = useQueryClient();
  const nameOf = useResultNames();
  const [made] = useState(() => resultsOf(asset).find((each) => each.name === name)?.time ?? "");
  const remove = useMutation({
    mutationFn: () =>
      dataOf(api.DELETE("/v1/assets/{id}/results/{name}", { params: { path: { id: asset.id, name } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["asset", asset.id] }),
  });
  return (
    <Dialog
      title={t("deleteTitle", { name: nameOf(name) })}
      isOpen
      onClose={onClose}
      role="alertdialog"
      actions={
        remove.isSuccess ? (
          <Button kind="primary" onPress={onClose}>
            {shell("close")}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{t("cancel")}</Button>
            <Button kind="danger" isDisabled={remove.isPending} onPress={() => remove.mutate()}>
              {t("deleteNow")}
            </Button>
          </>
        )
      }
    >
      {remove.isSuccess ? <Receipt name={name} made={made} /> : <p>{t("deleteResultText")}</p>}
      {remove.error ? <ProblemNote error={remove.error} /> : null}
    </Dialog>
  );
}

/** `made`: when the result was made that goes; an older receipt is of an earlier one of that name. */
function Receipt({ name, made }: { readonly name: string; readonly made: string }): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const nameOf = useResultNames();
  const { data } = useQuery(resultReceiptQuery(asset, name, made));
  if (!data) {
    return <p role="status">{t("deleted", { name: nameOf(name) })}</p>;
  }
  const bytes = data.objects.reduce((sum, each) => sum + each.bytes, 0);
  return (
    <>
      <p role="status">{t("resultDeleted", { count: data.objects.length })}</p>
      <p>
        <a
          className="button"
          data-size="small"
          download={`${name}-receipt.json`}
          href={resultReceiptAddress(asset, name)}
        >
          {t("receipt")}
        </a>{" "}
        <span className="muted">
          <Bytes bytes={bytes} />
        </span>
      </p>
    </>
  );
}
