/** One asset in a frame of another page: what is played and what was found, for whoever has the link, and no more. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Link2Off } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { problemOf } from "../../api/problems";
import { assetQuery } from "../../api/queries";
import { deployment } from "../../app/deployment";
import { AssetViewProvider, useAssetView } from "../../asset/assetView";
import { Legend } from "../../asset/Legend";
import { changedPlace, type Place } from "../../asset/place";
import { Stage } from "../../asset/Stage";
import { Timeline } from "../../asset/Timeline";
import { TabPanels } from "../../asset/tabs/TabPanels";
import { useLinkedPlace } from "../../asset/useLinkedPlace";
import { usePlayerKeys } from "../../asset/usePlayerKeys";
import { ProblemNote } from "../../ui/ProblemNote";
import { Empty, Skeletons } from "../../ui/states";
import "../../styles/asset.css";
import "./embed.css";

const route = getRouteApi("/embed/$link");

export function EmbedPage(): ReactElement {
  const t = useTranslations("embed");
  const params = route.useSearch();
  const [place, setPlace] = useState<Place>(params);
  const id = deployment.embed?.asset ?? "";
  const { data: asset, error, refetch } = useQuery({ ...assetQuery(id), enabled: id !== "" });
  if (id === "" || (error && [401, 404].includes(problemOf(error).status))) {
    return (
      <main className="embed">
        <Empty icon={Link2Off} title={t("ended")}>
          <p>{t("endedText")}</p>
        </Empty>
      </main>
    );
  }
  if (!asset) {
    return (
      <main className="embed">
        {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : <Skeletons count={4} height={80} />}
      </main>
    );
  }
  return (
    <AssetViewProvider
      asset={asset}
      place={place}
      move={(change) => setPlace((before) => changedPlace(before, change))}
    >
      <Parts hasPanel={params.tab !== "none"} hasTimeline={params.controls !== "player"} />
    </AssetViewProvider>
  );
}

interface PartsProps {
  readonly hasPanel: boolean;
  readonly hasTimeline: boolean;
}

function Parts({ hasPanel, hasTimeline }: PartsProps): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  useLinkedPlace();
  usePlayerKeys();
  const isTimed = asset.type === "Video" || asset.type === "Audio";
  return (
    <main className="embed asset-page" data-type={asset.type}>
      <h1 className="visually-hidden">{asset.title || asset.name}</h1>
      <div className="asset-grid" data-panel={hasPanel}>
        <div className="asset-player">
          <Stage />
          {hasTimeline ? <Legend /> : null}
        </div>
        {hasPanel ? (
          <aside className="asset-side" aria-label={t("found")}>
            <TabPanels />
          </aside>
        ) : null}
        {isTimed && hasTimeline ? <Timeline /> : null}
      </div>
    </main>
  );
}
