/** All hits one after the other, as a film: each from a little before it until it ends. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactElement, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { mediaAddress } from "../../api/addresses";
import { clockText } from "../../moments/format";
import { IconButton } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import type { Hit } from "./queries";

const BEFORE_MS = 500;
const LEAST_MS = 2000;

interface ReelProps {
  readonly hits: readonly Hit[];
  readonly onClose: () => void;
}

export function Reel({ hits, onClose }: ReelProps): ReactElement {
  const t = useTranslations("search");
  const scenes = hits.filter((each) => typeof each.start === "number");
  const [at, setAt] = useState(0);
  const hit = scenes[at];
  const go = (step: number): void => setAt((before) => Math.min(scenes.length - 1, Math.max(0, before + step)));
  return (
    <Dialog title={t("reel")} isOpen onClose={onClose} size="wide">
      {hit ? <Scene key={hit.id} hit={hit} onEnd={() => go(1)} /> : <p>{t("reelNone")}</p>}
      {hit ? (
        <div className="reel-foot">
          <IconButton label={t("before")} onPress={() => go(-1)} isDisabled={at === 0}>
            <ChevronLeft size={18} aria-hidden />
          </IconButton>
          <p className="truncate" aria-live="polite">
            <span className="numbers muted">{t("sceneOf", { at: at + 1, count: scenes.length })}</span>{" "}
            {hit.asset.title || hit.asset.name} · <span className="numbers">{clockText(hit.start ?? 0)}</span> ·{" "}
            {hit.title}
          </p>
          <IconButton label={t("next")} onPress={() => go(1)} isDisabled={at === scenes.length - 1}>
            <ChevronRight size={18} aria-hidden />
          </IconButton>
        </div>
      ) : null}
    </Dialog>
  );
}

function Scene({ hit, onEnd }: { readonly hit: Hit; readonly onEnd: () => void }): ReactElement {
  const ended = useRef(false);
  const start = Math.max(0, (hit.start ?? 0) - BEFORE_MS) / 1000;
  const end = Math.max(hit.end ?? 0, (hit.start ?? 0) + LEAST_MS) / 1000;
  return (
    <video
      className="reel"
      src={mediaAddress(hit.asset.id, "ProxyEncode")}
      controls
      autoPlay
      playsInline
      onLoadedMetadata={({ currentTarget }) => {
        currentTarget.currentTime = start;
      }}
      onTimeUpdate={({ currentTarget }) => {
        if (currentTarget.currentTime >= end && !ended.current) {
          ended.current = true;
          onEnd();
        }
      }}
    />
  );
}
