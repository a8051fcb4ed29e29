/** Whose boxes are drawn, in which colour; each can be left out. A list has the same for those who do not see them. */
import { List } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { IconToggle } from "../ui/Button";
import { useAssetView } from "./assetView";
import { BoxList } from "./BoxList";
import { KindMark } from "./KindMark";
import { useResultNames } from "./useResultNames";

export function Legend(): ReactElement | null {
  const t = useTranslations("asset");
  const { boxes, moments, hidden, hide } = useAssetView();
  const nameOf = useResultNames();
  const [isListed, setIsListed] = useState(false);
  const results = [...new Set(boxes?.names().map((each) => each.result) ?? [])].sort();
  if (results.length === 0) {
    return null;
  }
  return (
    <>
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
        <IconToggle label={t("boxesAsList")} isSelected={isListed} onChange={setIsListed}>
          <List size={16} aria-hidden />
        </IconToggle>
      </div>
      {isListed ? <BoxList /> : null}
    </>
  );
}
