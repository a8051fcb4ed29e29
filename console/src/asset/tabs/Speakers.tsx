/** Who speaks, how long, and a name for each, which stands everywhere at once. */
import { type ReactElement, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { TRANSCRIPT } from "../../api/assetQueries";
import { clockText } from "../../moments/format";
import type { Transcript } from "../../transcript/transcript";
import { Button } from "../../ui/Button";
import { useAssetView } from "../assetView";
import { renamedSpeaker } from "../corrections";
import { useEdits } from "../useEdits";
import { RenameDialog } from "./GroupMenu";

interface SpeakersProps {
  readonly transcript: Transcript;
  readonly onShow: (transcript: Transcript) => void;
}

export function Speakers({ transcript, onShow }: SpeakersProps): ReactElement {
  const t = useTranslations("asset");
  const format = useFormatter();
  const { mayEdit } = useAssetView();
  const { send } = useEdits();
  const [named, setNamed] = useState<string | null>(null);
  const speakers = transcript.speakers().filter((each) => each.name !== "");
  const all = speakers.reduce((sum, each) => sum + each.millis, 0);
  if (speakers.length === 0) {
    return <p className="speakers muted">{t("noSpeakers")}</p>;
  }
  const rename = async (name: string, value: string): Promise<boolean> => {
    onShow(transcript.withName(name, value));
    const isSaved = await send(renamedSpeaker(TRANSCRIPT, name, value));
    if (!isSaved) {
      onShow(transcript);
    }
    return isSaved;
  };
  return (
    <ul className="speakers">
      {speakers.map((each) => (
        <li key={each.name}>
          <b>{each.name}</b>
          <span className="muted numbers">
            {clockText(each.millis)} · {format.number(all > 0 ? each.millis / all : 0, { style: "percent" })}
          </span>
          {mayEdit.allowed ? (
            <Button size="small" onPress={() => setNamed(each.name)}>
              {t("rename")}
            </Button>
          ) : null}
        </li>
      ))}
      {named === null ? null : (
        <RenameDialog name={named} onClose={() => setNamed(null)} onRename={(value) => rename(named, value)} />
      )}
    </ul>
  );
}
