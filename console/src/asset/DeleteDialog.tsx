/** Asks before everything of an asset goes, and says what stays. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api/client";
import { dataOf } from "../api/problems";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { CheckInput } from "../ui/fields";
import { ProblemNote } from "../ui/ProblemNote";
import { note } from "../ui/toasts";
import { useAssetView } from "./assetView";

export function DeleteDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [isSure, setIsSure] = useState(false);
  const name = asset.title || asset.name;
  const remove = useMutation({
    mutationFn: () => dataOf(api.DELETE("/v1/assets/{id}", { params: { path: { id: asset.id } } })),
    onSuccess: async () => {
      note(t("deleted", { name }));
      await navigate({ to: "/" });
      await cache.invalidateQueries({ queryKey: ["assets"] });
      cache.removeQueries({ queryKey: ["found", asset.id] });
    },
  });
  return (
    <Dialog
      title={t("deleteTitle", { name })}
      isOpen
      onClose={onClose}
      role="alertdialog"
      actions={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button kind="danger" isDisabled={!isSure || remove.isPending} onPress={() => remove.mutate()}>
            {t("deleteNow")}
          </Button>
        </>
      }
    >
      <p>{t("deleteText")}</p>
      <CheckInput isSelected={isSure} onChange={setIsSure}>
        {t("deleteSure")}
      </CheckInput>
      {remove.error ? <ProblemNote error={remove.error} /> : null}
    </Dialog>
  );
}
