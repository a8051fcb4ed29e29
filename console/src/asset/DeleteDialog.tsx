/** Asks before everything of an asset goes, and says what stays. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api/client";
import { dataOf } from "../api/problems";
import { useWhileOpen } from "../app/whileOpen";
import { CheckInput } from "../ui/fields";
import { Question } from "../ui/Question";
import { note } from "../ui/toasts";
import { useAssetView } from "./assetView";

export function DeleteDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const cache = useQueryClient();
  const navigate = useWhileOpen(useNavigate());
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
    <Question
      title={t("deleteTitle", { name })}
      yes={t("deleteNow")}
      no={t("cancel")}
      isDisabled={!isSure}
      isPending={remove.isPending}
      error={remove.error}
      onYes={() => remove.mutate()}
      onNo={onClose}
    >
      <p>{t("deleteText")}</p>
      <CheckInput isSelected={isSure} onChange={setIsSure}>
        {t("deleteSure")}
      </CheckInput>
    </Question>
  );
}
