/** Says of an operator that one of its figures is weak, wherever it is named. */
import { TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";

export function WeakBadge(): ReactElement {
  const t = useTranslations("catalogue");
  return (
    <span className="badge weak" data-tone="warn" title={t("weakText")}>
      <TriangleAlert size={12} aria-hidden /> {t("weak")}
    </span>
  );
}
