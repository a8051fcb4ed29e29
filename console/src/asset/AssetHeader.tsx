/** What the page is about, and what can be done with the whole of it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronLeft, Code, Ellipsis, Images, PencilLine, Play, Tags, Trash2 } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { resultsOf } from "../api/assetDocuments";
import { resultQuery } from "../api/assetQueries";
import { api } from "../api/client";
import { dataOf } from "../api/problems";
import { IconMenu } from "../ui/menus";
import { GuardedButton, type May, useMay } from "../ui/rights";
import { note } from "../ui/toasts";
import { Ago, Bytes, Duration, StateBadge } from "../ui/values";
import { AnalyseDialog } from "./AnalyseDialog";
import { useAssetView } from "./assetView";
import { DeleteDialog } from "./DeleteDialog";
import { EmbedDialog } from "./EmbedDialog";
import { mediaFactsIn } from "./mediaFacts";
import { TeachDialog } from "./TeachDialog";
import { RenameDialog } from "./tabs/GroupMenu";
import { usePlayback } from "./useClock";

type Opened = "" | "analyse" | "delete" | "teach" | "title" | "share";

export function AssetHeader(): ReactElement {
  const t = useTranslations("asset");
  const shell = useTranslations("shell");
  const labels = useTranslations("labels");
  const { asset, clock, mayEdit } = useAssetView();
  const mayDelete = useMay({ namespace: asset.namespace, verb: "delete", kind: "mediaassets" });
  const [opened, setOpened] = useState<Opened>("");
  const retitle = useRetitle();
  const close = (): void => setOpened("");
  const navigate = useNavigate();
  const hasVectors = resultsOf(asset).some((each) => each.name === "imageEmbedding");
  const findAlike = (): void => {
    const t = Math.round(clock.instant().ms) / 1000;
    void navigate({ to: "/similar/$asset", params: { asset: asset.id }, search: { t } });
  };
  const name = asset.title || asset.name;
  return (
    <header className="asset-head">
      <Link to="/" className="button" data-kind="quiet" data-size="icon" aria-label={shell("library")}>
        <ChevronLeft size={20} aria-hidden />
      </Link>
      <div className="asset-title">
        <h1 className="truncate" title={name}>
          {name}
        </h1>
        <Facts />
      </div>
      <GuardedButton
        asked={{ namespace: asset.namespace, verb: "create", kind: "mediaexecutions" }}
        onPress={() => setOpened("analyse")}
      >
        <Play size={15} aria-hidden fill="currentColor" /> <span className="asset-action">{t("analyse")}</span>
      </GuardedButton>
      <IconMenu
        label={t("more")}
        icon={<Ellipsis size={18} aria-hidden />}
        entries={[
          {
            id: "title",
            label: t("changeTitle"),
            icon: <PencilLine size={16} aria-hidden />,
            whyNot: whyNot(mayEdit),
          },
          ...(hasVectors
            ? [
                { id: "alike", label: t("alike"), icon: <Images size={16} aria-hidden /> },
                { id: "teach", label: labels("teach"), icon: <Tags size={16} aria-hidden />, whyNot: whyNot(mayEdit) },
              ]
            : []),
          { id: "share", label: t("share"), icon: <Code size={16} aria-hidden />, whyNot: whyNot(mayEdit) },
          {
            id: "delete",
            label: t("delete"),
            icon: <Trash2 size={16} aria-hidden />,
            kind: "danger",
            whyNot: whyNot(mayDelete),
          },
        ]}
        onAction={(id) => (id === "alike" ? findAlike() : setOpened(id as Opened))}
      />
      {opened === "analyse" ? <AnalyseDialog onClose={close} /> : null}
      {opened === "delete" ? <DeleteDialog onClose={close} /> : null}
      {opened === "teach" ? <TeachDialog time={Math.round(clock.instant().ms)} onClose={close} /> : null}
      {opened === "share" ? <EmbedDialog onClose={close} /> : null}
      {opened === "title" ? <RenameDialog name={name} onClose={close} onRename={retitle} isTitle /> : null}
    </header>
  );
}

const whyNot = ({ allowed, reason }: May): string | undefined => (allowed ? undefined : reason || " ");

function useRetitle(): (title: string) => Promise<boolean> {
  const { asset } = useAssetView();
  const t = useTranslations("asset");
  const cache = useQueryClient();
  const change = useMutation({
    mutationFn: (title: string) =>
      dataOf(api.PATCH("/v1/assets/{id}", { params: { path: { id: asset.id } }, body: { title } })),
    onSuccess: (changed) => cache.setQueryData(["asset", asset.id], changed),
    onError: () => note(t("titleFailed")),
  });
  return (title) =>
    change.mutateAsync(title).then(
      () => true,
      () => false,
    );
}

function Facts(): ReactElement {
  const t = useTranslations("asset");
  const { asset, clock } = useAssetView();
  const { durationMs } = usePlayback(clock);
  const info = useQuery(resultQuery(asset, "Mediainfo"));
  const facts = mediaFactsIn(info.data);
  const duration = durationMs || asset.media?.durationMillis || 0;
  return (
    <ul className="asset-facts">
      <li>
        <StateBadge state={asset.state ?? ""} />
      </li>
      {asset.legalHold ? <li className="asset-hold">{t("onHold", { why: asset.legalHold })}</li> : null}
      {duration > 0 ? (
        <li>
          <Duration ms={duration} />
        </li>
      ) : null}
      {facts.map((each) => (
        <li key={each} className="numbers">
          {each}
        </li>
      ))}
      {asset.media?.bytes ? (
        <li>
          <Bytes bytes={asset.media.bytes} />
        </li>
      ) : null}
      <li>
        <Ago time={asset.created ?? ""} />
      </li>
    </ul>
  );
}
