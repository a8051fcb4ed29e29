/** Whose boxes are drawn, in which colour; each can be left out. */
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { useAssetView } from "./assetView";
import { KindMark } from "./KindMark";
import { useResultNames } from "./useResultNames";

export function Legend(): ReactElement | null {
  const t = useTranslations("asset");
  const { boxes, moments, hidden, hide } = useAssetView();
  const nameOf = useResultNames();
  const results = [...new Set(boxes?.names().map((each) => each.result) ?? [])].sort();
  if (results.length === 0) {
    return null;
  }
  return (
    <div className="legend" role="group" aria-label={t("boxesShown")}>
      {results.map((each) => (
        <button
          key={each}
          type="button"
          className="legend-entry"
          aria-pressed={!hidden.has(each)}
          onClick={() => hide(each, !hidden.has(each))}
        >
          <KindMark kind={moments.find((moment) => moment.result === each)?.kind ?? "Fact"} />
          {nameOf(each)}
        </button>
      ))}
      <span className="legend-note muted">
        <svg width="22" height="8" aria-hidden="true">
          <line x1="0" y1="4" x2="22" y2="4" />
        </svg>
        {t("seen")}
        <svg width="22" height="8" aria-hidden="true">
          <line x1="0" y1="4" x2="22" y2="4" strokeDasharray="5 4" />
        </svg>
        {t("held")}
      </span>
    </div>
  );
}
