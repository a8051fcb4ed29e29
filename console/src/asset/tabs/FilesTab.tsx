/** Files to take along: results for other tools, and what operators made. */
import { Download } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { exportAddress, mediaAddress } from "../../api/addresses";
import { filesOf, resultsOf } from "../../api/assetDocuments";
import { Bytes } from "../../ui/values";
import { useAssetView } from "../assetView";
import { spacedName } from "../useResultNames";

const EXPORTS = ["csv", "webvtt-metadata", "edl", "otio", "video-indexer"] as const;

export function FilesTab(): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const hasResults = resultsOf(asset).length > 0;
  return (
    <div className="files">
      {hasResults ? (
        <section>
          <h3>{t("exports")}</h3>
          <ul>
            {EXPORTS.map((each) => (
              <FileRow key={each} name={t(`export.${each}`)} address={exportAddress(asset.id, each)} />
            ))}
          </ul>
        </section>
      ) : null}
      <section>
        <h3>{t("files")}</h3>
        <ul>
          {asset.source.s3 ? (
            <FileRow name={t("source")} address={mediaAddress(asset.id, "source")} bytes={asset.media?.bytes ?? 0} />
          ) : null}
          {filesOf(asset).map((each) => (
            <FileRow
              key={each.medium}
              name={mediumName(each.medium)}
              address={mediaAddress(asset.id, each.medium)}
              bytes={each.bytes ?? 0}
            />
          ))}
        </ul>
      </section>
    </div>
  );
}

interface FileRowProps {
  readonly name: string;
  readonly address: string;
  readonly bytes?: number;
}

function FileRow({ name, address, bytes }: FileRowProps): ReactElement {
  return (
    <li>
      <a className="file-row" href={address} download>
        <Download size={16} aria-hidden />
        <span className="truncate">{name}</span>
        {bytes ? (
          <span className="muted">
            <Bytes bytes={bytes} />
          </span>
        ) : null}
      </a>
    </li>
  );
}

/** `CaptionsVTT` → `Captions VTT`. */
function mediumName(medium: string): string {
  return spacedName(medium.replace(/([a-z])(VTT|SRT)$/, "$1 $2"));
}
