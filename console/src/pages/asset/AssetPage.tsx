/** One asset: the picture, what was found in it, and everything that can be done with it. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { FileQuestion } from "lucide-react";
import { type ReactElement, useCallback, useEffect } from "react";
import { useTranslations } from "use-intl";
import { problemOf } from "../../api/problems";
import { assetQuery } from "../../api/queries";
import { useWhileOpen } from "../../app/whileOpen";
import { AssetHeader } from "../../asset/AssetHeader";
import { AssetViewProvider, useAssetView } from "../../asset/assetView";
import { ConfidenceBar } from "../../asset/ConfidenceBar";
import { Legend } from "../../asset/Legend";
import { changedPlace, type PlaceChange } from "../../asset/place";
import { RunBanner } from "../../asset/RunBanner";
import { Stage } from "../../asset/Stage";
import { Timeline } from "../../asset/Timeline";
import { TabPanels } from "../../asset/tabs/TabPanels";
import { useLinkedPlace } from "../../asset/useLinkedPlace";
import { usePlayerKeys } from "../../asset/usePlayerKeys";
import "../../styles/asset.css";
import { ProblemNote } from "../../ui/ProblemNote";
import { Empty, Skeletons } from "../../ui/states";

const route = getRouteApi("/assets/$id");

export function AssetPage(): ReactElement {
  const t = useTranslations("asset");
  const shell = useTranslations("shell");
  const { id } = route.useParams();
  const place = route.useSearch();
  const navigate = useWhileOpen(route.useNavigate());
  const { data: asset, error, refetch } = useQuery(assetQuery(id));
  const move = useCallback(
    (change: PlaceChange) => void navigate({ search: (before) => changedPlace(before, change), replace: true }),
    [navigate],
  );
  const name = asset?.title || asset?.name;
  useEffect(() => {
    document.title = name ? `${name} – ${shell("name")}` : shell("name");
  }, [name, shell]);
  if (error && !asset) {
    return problemOf(error).status === 404 ? (
      <Empty icon={FileQuestion} title={t("gone")} actions={<Link to="/">{shell("toLibrary")}</Link>} />
    ) : (
      <div className="page">
        <ProblemNote error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!asset) {
    return (
      <div className="page">
        <Skeletons count={5} height={80} />
      </div>
    );
  }
  return (
    <AssetViewProvider key={id} asset={asset} place={place} move={move}>
      <AssetParts />
    </AssetViewProvider>
  );
}

function AssetParts(): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const isElsewhere = useLinkedPlace();
  usePlayerKeys();
  const isTimed = asset.type === "Video" || asset.type === "Audio";
  return (
    <div className="asset-page" data-type={asset.type}>
      <AssetHeader />
      <RunBanner />
      {isElsewhere ? (
        <p className="run-banner" role="status">
          {t("linkMoved")}
        </p>
      ) : null}
      <div className="asset-grid">
        <div className="asset-player">
          <Stage />
          <Legend />
        </div>
        <aside className="asset-side" aria-label={t("found")}>
          <TabPanels />
        </aside>
        {isTimed ? <Timeline /> : <ConfidenceBar />}
      </div>
    </div>
  );
}
