/** Everything that an operator says of the moment that is chosen, whatever its declaration names. */
import { Link2, Waypoints } from "lucide-react";
import type { ReactElement } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { frameAddress } from "../../api/addresses";
import { clockText, valueText } from "../../moments/format";
import { type Moment, playAt } from "../../moments/moments";
import { Button } from "../../ui/Button";
import { note } from "../../ui/toasts";
import { useAssetView } from "../assetView";
import { spacedName, useResultNames } from "../useResultNames";

export function MomentFields({ moments }: { readonly moments: readonly Moment[] }): ReactElement | null {
  const t = useTranslations("asset");
  const format = useFormatter();
  const { asset, place, move, isLink } = useAssetView();
  const nameOf = useResultNames();
  const chosen = moments.find((each) => each.id === place.m);
  if (!chosen) {
    return null;
  }
  const rows: [string, string][] = Object.entries(chosen.fields).map(([name, value]) => [
    spacedName(name),
    valueText(value),
  ]);
  const best = playAt(chosen);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.href);
    note(t("linkCopied"));
  };
  return (
    <div className="moment-fields">
      {asset.type === "Video" && best !== null && asset.files?.some((each) => each.medium === "Frames") ? (
        <img
          src={frameAddress(asset.id, best)}
          alt={t("frameAt", { time: clockText(best, 1) })}
          loading="lazy"
          decoding="async"
        />
      ) : null}
      <dl>
        {chosen.count > 1 ? (
          <div>
            <dt>{t("columnCount")}</dt>
            <dd className="numbers">{format.number(chosen.count)}</dd>
          </div>
        ) : null}
        {rows
          .filter(([, value]) => value !== "" && value !== chosen.title)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        <div>
          <dt>{t("columnFrom")}</dt>
          <dd>{nameOf(chosen.result)}</dd>
        </div>
      </dl>
      <div className="moment-actions" hidden={isLink}>
        <Button size="small" onPress={() => void copy()}>
          <Link2 size={14} aria-hidden /> {t("copyLink")}
        </Button>
        <Button size="small" onPress={() => move({ tab: "results", lane: chosen.result })}>
          <Waypoints size={14} aria-hidden /> {t("whoSaysSo")}
        </Button>
      </div>
    </div>
  );
}
