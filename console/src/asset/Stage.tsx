/** What is looked at: the picture with its boxes, the sound, or the text; and below it what steers it. */
import { FileText, FileVideo, Music } from "lucide-react";
import { type ReactElement, type RefObject, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { mediaAddress } from "../api/addresses";
import { filesOf } from "../api/assetDocuments";
import { useShortcuts } from "../app/shortcuts";
import { useAssetView } from "./assetView";
import { BoxCanvas } from "./BoxCanvas";
import { Controls } from "./Controls";
import { playedMedium } from "./playable";
import { TextStage } from "./TextStage";
import { usePlayback } from "./useClock";

export function Stage(): ReactElement {
  const { asset } = useAssetView();
  switch (asset.type) {
    case "Video":
    case "Audio":
      return <PlayedStage />;
    case "Image":
      return <ImageStage />;
    case "Text":
      return <TextStage />;
    default:
      return <Unknown />;
  }
}

export interface Shown {
  readonly hasBoxes: boolean;
  readonly hasCaptions: boolean;
}

function PlayedStage(): ReactElement {
  const { asset, clock, boxes } = useAssetView();
  const wrapper = useRef<HTMLDivElement>(null);
  const media = useRef<HTMLVideoElement>(null);
  const [shown, setShown] = useState<Shown>({ hasBoxes: true, hasCaptions: true });
  const { failed } = usePlayback(clock);
  const isVideo = asset.type === "Video";
  const medium = playedMedium(asset);
  // Another medium is another element: what was made for browsers takes the place of the source while the page is open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the element changes with the medium
  useEffect(() => (media.current ? clock.attach(media.current) : undefined), [clock, medium]);
  useCaptions(media, medium, shown.hasCaptions);
  useShortcuts({
    b: () => setShown((before) => ({ ...before, hasBoxes: !before.hasBoxes })),
    c: () => setShown((before) => ({ ...before, hasCaptions: !before.hasCaptions })),
  });
  const files = new Set(filesOf(asset).map((each) => each.medium));
  return (
    <div ref={wrapper} className="stage" data-type={asset.type}>
      <div className="stage-picture">
        <video
          ref={media}
          key={medium}
          src={mediaAddress(asset.id, medium)}
          // No poster: that is any frame, and boxes would lie over it that were seen in the first.
          preload="metadata"
          playsInline
          aria-label={asset.title || asset.name}
          tabIndex={-1}
        >
          {["CaptionsVTT", "TranslatedCaptionsVTT"]
            .filter((each) => files.has(each))
            .map((each) => (
              <track key={each} kind="captions" label={each} src={mediaAddress(asset.id, each)} />
            ))}
        </video>
        {isVideo ? null : <Music className="stage-icon" aria-hidden strokeWidth={1.2} />}
        {isVideo && shown.hasBoxes && boxes ? <BoxCanvas picture={media} sizeOf={() => sizeOfVideo(media)} /> : null}
        {failed ? <Unplayable /> : null}
      </div>
      <Controls wrapper={wrapper} shown={shown} onShow={setShown} />
    </div>
  );
}

function sizeOfVideo(media: RefObject<HTMLVideoElement | null>): { width: number; height: number } {
  return { width: media.current?.videoWidth ?? 0, height: media.current?.videoHeight ?? 0 };
}

/** Show the first captions that there are, or none: a browser draws them over the picture. */
function useCaptions(media: RefObject<HTMLVideoElement | null>, medium: string, isShown: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the element changes with the medium
  useEffect(() => {
    const element = media.current;
    if (!element) {
      return;
    }
    const show = (): void => {
      Array.from(element.textTracks).forEach((each, at) => {
        each.mode = isShown && at === 0 ? "showing" : "disabled";
      });
    };
    show();
    element.textTracks.addEventListener("addtrack", show);
    return () => element.textTracks.removeEventListener("addtrack", show);
  }, [media, medium, isShown]);
}

function ImageStage(): ReactElement {
  const { asset, boxes } = useAssetView();
  const image = useRef<HTMLImageElement>(null);
  const size = (): { width: number; height: number } => ({
    width: image.current?.naturalWidth ?? 0,
    height: image.current?.naturalHeight ?? 0,
  });
  return (
    <div className="stage" data-type="Image">
      <div className="stage-picture">
        <img ref={image} src={mediaAddress(asset.id, "source")} alt={asset.title || asset.name} />
        {boxes ? <BoxCanvas picture={image} sizeOf={size} /> : null}
      </div>
    </div>
  );
}

function Unplayable(): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const isMade = playedMedium(asset) !== "source";
  return (
    <div className="stage-note" role="status">
      <FileVideo aria-hidden strokeWidth={1.5} />
      <p>{isMade ? t("unplayableMade") : t("unplayableSource")}</p>
    </div>
  );
}

function Unknown(): ReactElement {
  const t = useTranslations("asset");
  return (
    <div className="stage" data-type="Unknown">
      <div className="stage-note">
        <FileText aria-hidden strokeWidth={1.5} />
        <p>{t("typeUnknown")}</p>
      </div>
    </div>
  );
}
