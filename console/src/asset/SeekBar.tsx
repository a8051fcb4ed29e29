/** A slider along the whole medium, with small pictures of where it would go. */
import { useQuery } from "@tanstack/react-query";
import { type PointerEvent, type ReactElement, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { mediaAddress } from "../api/addresses";
import { filesOf, versionOf } from "../api/assetDocuments";
import { clockText } from "../moments/format";
import { timecodeOf } from "../player/rate";
import { spritesOf, tileAt } from "../timeline/sprites";
import { useAssetView } from "./assetView";
import { useInstant, usePlayback } from "./useClock";

interface Hovered {
  /** 0 … 1 along the bar. */
  readonly share: number;
  readonly ms: number;
}

export function SeekBar(): ReactElement {
  const t = useTranslations("asset");
  const { clock, rate } = useAssetView();
  const { durationMs, loop } = usePlayback(clock);
  const bar = useRef<HTMLDivElement>(null);
  const fill = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  useInstant(clock, ({ ms, frame }) => {
    const share = durationMs > 0 ? Math.min(1, ms / durationMs) : 0;
    fill.current?.style.setProperty("width", `${share * 100}%`);
    const element = bar.current;
    if (element) {
      element.setAttribute("aria-valuenow", String(Math.round(ms)));
      const code = rate && frame !== null ? timecodeOf(rate, frame + rate.first) : null;
      element.setAttribute("aria-valuetext", code ?? clockText(ms, 1));
    }
  });
  const at = (event: PointerEvent<HTMLDivElement>): Hovered => {
    const area = event.currentTarget.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - area.left) / area.width));
    return { share, ms: share * durationMs };
  };
  const press = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    clock.seek(at(event).ms);
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const found = at(event);
    setHovered(found);
    if (event.buttons === 1) {
      clock.seek(found.ms);
    }
  };
  const key = (event: React.KeyboardEvent): void => {
    const steps: Record<string, number> = { PageUp: 10_000, PageDown: -10_000, ArrowUp: 1000, ArrowDown: -1000 };
    const step = steps[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? durationMs : undefined;
    if (step !== undefined || to !== undefined) {
      event.preventDefault();
      clock.seek(to ?? clock.instant().ms + (step ?? 0));
    }
  };
  const marked =
    loop.a !== null && durationMs > 0
      ? { left: `${(loop.a / durationMs) * 100}%`, width: `${(((loop.b ?? loop.a) - loop.a) / durationMs) * 100}%` }
      : null;
  return (
    <div
      ref={bar}
      className="seek"
      role="slider"
      tabIndex={0}
      aria-label={t("seek")}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs)}
      aria-valuenow={0}
      onPointerDown={press}
      onPointerMove={drag}
      onPointerLeave={() => setHovered(null)}
      onKeyDown={key}
    >
      <div className="seek-track">
        {marked ? <div className="seek-loop" style={marked} /> : null}
        <div ref={fill} className="seek-fill" />
      </div>
      {hovered && durationMs > 0 ? <Preview hovered={hovered} /> : null}
    </div>
  );
}

function Preview({ hovered }: { readonly hovered: Hovered }): ReactElement {
  const { asset } = useAssetView();
  const has = filesOf(asset).some((each) => each.medium === "SpritesVTT");
  const { data } = useQuery({
    queryKey: ["found", asset.id, "sprites", versionOf(asset)],
    queryFn: async ({ signal }) => {
      const answer = await fetch(new URL(mediaAddress(asset.id, "SpritesVTT"), document.baseURI), { signal });
      return spritesOf(answer.ok ? await answer.text() : "");
    },
    staleTime: Number.POSITIVE_INFINITY,
    enabled: has,
  });
  const tile = data ? tileAt(data, hovered.ms) : null;
  return (
    <div className="seek-preview" style={{ left: `clamp(84px, ${hovered.share * 100}%, calc(100% - 84px))` }}>
      {tile ? (
        <div
          style={{
            width: tile.width,
            height: tile.height,
            backgroundImage: `url("${new URL(mediaAddress(asset.id, "Sprites"), document.baseURI).href}")`,
            backgroundPosition: `-${tile.x}px -${tile.y}px`,
          }}
        />
      ) : null}
      <span className="numbers">{clockText(hovered.ms, 1)}</span>
    </div>
  );
}
