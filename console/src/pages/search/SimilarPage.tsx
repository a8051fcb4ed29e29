/** Images of all assets that look like one frame or photograph: the address says which. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ChevronLeft, ImageOff, SearchX } from "lucide-react";
import { type ReactElement, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { frameAddress } from "../../api/addresses";
import { filesOf } from "../../api/assetDocuments";
import { problemOf } from "../../api/problems";
import { assetQuery } from "../../api/queries";
import { clockText } from "../../moments/format";
import { byAsset } from "../../search/groups";
import { ProblemNote } from "../../ui/ProblemNote";
import { Empty, Skeletons } from "../../ui/states";
import { HitGroup } from "./HitGroup";
import { type Hit, similarQuery } from "./queries";
import { Reel } from "./Reel";
import "./search.css";

const route = getRouteApi("/similar/$asset");

export function SimilarPage(): ReactElement {
  const t = useTranslations("search");
  const shell = useTranslations("shell");
  const { asset } = route.useParams();
  const { t: seconds = 0 } = route.useSearch();
  const [reel, setReel] = useState<readonly Hit[]>([]);
  const found = useQuery(similarQuery(asset, Math.round(seconds * 1000)));
  const hits = found.data?.items ?? [];
  const hasNoVectors = found.error !== null && problemOf(found.error).status === 404;
  useEffect(() => {
    document.title = `${t("alike")} – ${shell("name")}`;
  }, [t, shell]);
  return (
    <div className="page">
      <Like asset={asset} seconds={seconds} />
      {found.isLoading ? <Skeletons count={3} height={150} /> : null}
      {hasNoVectors ? (
        <Empty icon={ImageOff} title={t("alikeUnknown")}>
          <p>{t("alikeUnknownText")}</p>
        </Empty>
      ) : null}
      {found.error && !hasNoVectors ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isSuccess && hits.length === 0 ? (
        <Empty icon={SearchX} title={t("alikeNone")}>
          <p>{t("alikeNoneText")}</p>
        </Empty>
      ) : null}
      <div className="hits">
        {byAsset(hits).map((group) => (
          <HitGroup key={group[0].asset.id} hits={group} onPlay={setReel} />
        ))}
      </div>
      {reel.length > 0 ? <Reel hits={reel} onClose={() => setReel([])} /> : null}
    </div>
  );
}

interface LikeProps {
  readonly asset: string;
  readonly seconds: number;
}

/** The image that others are compared with, and the way back to it. */
function Like({ asset, seconds }: LikeProps): ReactElement {
  const t = useTranslations("search");
  const { data } = useQuery(assetQuery(asset));
  const name = data?.title || data?.name || "";
  const hasFrames = data !== undefined && filesOf(data).some((each) => each.medium === "Frames");
  return (
    <header className="page-head similar-head">
      <Link
        to="/assets/$id"
        params={{ id: asset }}
        search={{ t: seconds }}
        className="button"
        data-kind="quiet"
        data-size="icon"
        aria-label={t("alikeBack")}
      >
        <ChevronLeft size={20} aria-hidden />
      </Link>
      {hasFrames ? (
        <img src={frameAddress(asset, 1000 * seconds)} alt="" width={160} height={90} className="similar-frame" />
      ) : null}
      <div>
        <h1>{t("alike")}</h1>
        <p className="muted">
          {name}
          {data?.type === "Video" ? ` · ${clockText(1000 * seconds)}` : ""}
        </p>
        <p className="muted">{t("alikeNote")}</p>
      </div>
    </header>
  );
}
