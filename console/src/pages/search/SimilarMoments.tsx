/** Moments that mean something like the query, apart from those that have its words; or why none were looked for. */
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import type { Schema } from "../../api/client";
import { byAsset } from "../../search/groups";
import { HitGroup } from "./HitGroup";
import type { Hit } from "./queries";

interface SimilarMomentsProps {
  readonly found: Schema<"SimilarMoments"> | null | undefined;
  readonly onPlay: (hits: readonly Hit[]) => void;
}

export function SimilarMoments({ found, onPlay }: SimilarMomentsProps): ReactElement | null {
  const t = useTranslations("search");
  if (!found || (found.items.length === 0 && !found.reason)) {
    return null;
  }
  return (
    <section className="hits" aria-label={t("similar")}>
      <h2>{t("similar")}</h2>
      <p className="muted">
        {found.items.length > 0 ? t("similarNote") : t("similarReason", { reason: found.reason ?? "" })}
      </p>
      {byAsset(found.items).map((group) => (
        <HitGroup key={group[0].asset.id} hits={group} onPlay={onPlay} />
      ))}
    </section>
  );
}
