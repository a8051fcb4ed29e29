/** One asset in the grid: its picture, its length, how far it is, and its name. */
import { CircleAlert, Hand } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import type { AssetRow } from "../../api/queries";
import { shownState } from "../../runs/states";
import { CheckInput } from "../../ui/fields";
import { Ring } from "../../ui/states";
import { Ago, Duration } from "../../ui/values";
import { Poster } from "./Poster";
import type { RunProgress } from "./progress";
import { typeWord } from "./words";

interface AssetCardProps {
  readonly asset: AssetRow;
  readonly progress: RunProgress | undefined;
}

export function AssetCard({ asset, progress }: AssetCardProps): ReactElement {
  const t = useTranslations("library");
  const shown = shownState(asset.state);
  const type = typeWord(asset.type);
  return (
    <>
      <div className="card-picture">
        <Poster asset={asset} />
        <div className="card-select">
          <CheckInput slot="selection" />
        </div>
        <CardState asset={asset} progress={progress} />
        {asset.durationMillis ? (
          <span className="card-length">
            <Duration ms={asset.durationMillis} />
          </span>
        ) : null}
      </div>
      <p className="card-title truncate" title={asset.title || asset.name}>
        {asset.title || asset.name}
      </p>
      <p className="card-facts truncate">
        {type ? `${t(type)} · ` : ""}
        {shown.tone === "bad" ? asset.message : <Ago time={asset.created} />}
      </p>
    </>
  );
}

function CardState({ asset, progress }: AssetCardProps): ReactElement | null {
  const t = useTranslations("state");
  const { word, tone, moves } = shownState(asset.state);
  if (word === "complete" || word === "noWorkflows") {
    return null;
  }
  return (
    <span className="card-state" data-tone={tone}>
      {moves ? <Ring label={t(word)} value={progress?.fraction} size={16} /> : null}
      {tone === "bad" ? <CircleAlert size={14} aria-hidden /> : null}
      {tone === "warn" ? <Hand size={14} aria-hidden /> : null}
      {t(word)}
      {moves && progress?.words ? <span className="numbers">{progress.words}</span> : null}
    </span>
  );
}
