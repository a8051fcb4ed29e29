/** The names beside the lanes: each can be chosen, and one of a result opened into its titles. */
import { ChevronDown, ChevronRight } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { useAssetView } from "./assetView";
import { KindMark } from "./KindMark";
import type { Lanes } from "./useLanes";
import { useResultNames } from "./useResultNames";

export function LaneNames({ lanes }: { readonly lanes: Lanes }): ReactElement {
  const t = useTranslations("asset");
  const { asset, place, move } = useAssetView();
  const nameOf = useResultNames();
  return (
    <ul className="lane-names" data-sound={asset.files?.some((each) => each.medium === "Waveform") ?? false}>
      {lanes.lanes.map((each) => (
        <li key={each.key} data-focused={each.key === place.lane} data-title={each.title !== ""}>
          {each.title === "" && each.titles > 1 ? (
            <button
              type="button"
              className="lane-open"
              aria-expanded={lanes.open.has(each.result)}
              aria-label={t("openLane", { name: nameOf(each.result) })}
              onClick={() => lanes.toggle(each.result)}
            >
              {lanes.open.has(each.result) ? (
                <ChevronDown size={14} aria-hidden />
              ) : (
                <ChevronRight size={14} aria-hidden />
              )}
            </button>
          ) : (
            <span className="lane-open" />
          )}
          <button
            type="button"
            className="lane-name"
            aria-pressed={each.key === place.lane}
            onClick={() => move({ lane: each.key === place.lane ? undefined : each.key })}
          >
            {each.title === "" ? <KindMark kind={each.kind} /> : null}
            <span className="truncate">{each.title || nameOf(each.result)}</span>
            <span className="lane-count numbers">{each.moments.length}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
