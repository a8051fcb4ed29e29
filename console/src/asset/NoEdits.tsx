/** Says why nothing here can be corrected, where somebody may look and no more. */
import { Lock } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { useAssetView } from "./assetView";

export function NoEdits(): ReactElement | null {
  const t = useTranslations("rights");
  const { mayEdit, isLink } = useAssetView();
  return mayEdit.allowed || isLink ? null : (
    <p className="panel-note not-allowed">
      <Lock size={12} aria-hidden /> {t("noEdits", { why: mayEdit.reason })}
    </p>
  );
}
