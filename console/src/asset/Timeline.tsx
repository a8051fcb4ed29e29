/** The timeline: what was found, as lanes over time; a table has the same for those who do not see it. */
import { ChevronLeft, ChevronRight, Minus, Plus, Scan, Table } from "lucide-react";
import { type ReactElement, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useShortcuts } from "../app/shortcuts";
import { clockText } from "../moments/format";
import { fitted, isWhole, resized, type Scale, zoomed } from "../timeline/scale";
import { IconButton, IconToggle } from "../ui/Button";
import { Skeletons } from "../ui/states";
import { useAssetView } from "./assetView";
import { ConfidenceBar } from "./ConfidenceBar";
import { LaneCanvas } from "./LaneCanvas";
import { LaneNames } from "./LaneNames";
import { MomentTable } from "./MomentTable";
import { usePlayback } from "./useClock";
import { useLanes } from "./useLanes";

export function Timeline(): ReactElement | null {
  const t = useTranslations("asset");
  const { clock, asset, isLoading } = useAssetView();
  const { durationMs } = usePlayback(clock);
  const lanes = useLanes();
  const [isTable, setIsTable] = useState(false);
  const [said, setSaid] = useState("");
  const last = lanes.lanes.reduce((end, each) => Math.max(end, each.ends.at(-1) ?? 0), 0);
  const duration = durationMs || asset.media?.durationMillis || last;
  // As state: it comes only once there are lanes, and goes while they are a table.
  const [area, setArea] = useState<HTMLDivElement | null>(null);
  const [scale, setScale] = useState<Scale>(() => fitted(duration, 1));
  useEffect(() => {
    if (!area) {
      return;
    }
    const observer = new ResizeObserver(() => setScale((before) => resized(before, duration, area.clientWidth)));
    observer.observe(area);
    return () => observer.disconnect();
  }, [area, duration]);
  useEffect(() => setScale((before) => resized(before, duration, before.width)), [duration]);

  const zoom = (factor: number): void => setScale((before) => zoomed(before, factor, before.width / 2));
  const go = (by: 1 | -1): void => {
    const found = lanes.go(by);
    setSaid(found ? `${found.title}, ${clockText(found.start ?? 0, 1)}` : t("noMore"));
  };
  const previousLane = (): void => lanes.step(-1);
  const nextLane = (): void => lanes.step(1);
  useShortcuts({
    "[": () => go(-1),
    "]": () => go(1),
    ArrowUp: previousLane,
    ArrowDown: nextLane,
    "+": () => zoom(2),
    "=": () => zoom(2),
    "-": () => zoom(0.5),
    "0": () => setScale((before) => fitted(before.duration, before.width)),
  });
  if (isLoading && lanes.lanes.length === 0) {
    return (
      <div className="timeline timeline-coming">
        <Skeletons count={5} height={18} />
      </div>
    );
  }
  if (lanes.lanes.length === 0) {
    return null;
  }
  return (
    <section className="timeline" aria-label={t("timeline")}>
      <div className="timeline-bar">
        <h2>{t("timeline")}</h2>
        <ConfidenceBar />
        <span className="controls-gap" />
        <IconButton label={t("previousMoment")} keys="[" onPress={() => go(-1)}>
          <ChevronLeft size={17} aria-hidden />
        </IconButton>
        <IconButton label={t("nextMoment")} keys="]" onPress={() => go(1)}>
          <ChevronRight size={17} aria-hidden />
        </IconButton>
        <IconButton label={t("zoomOut")} keys="−" onPress={() => zoom(0.5)} isDisabled={isWhole(scale)}>
          <Minus size={17} aria-hidden />
        </IconButton>
        <IconButton label={t("zoomIn")} keys="+" onPress={() => zoom(2)}>
          <Plus size={17} aria-hidden />
        </IconButton>
        <IconButton label={t("zoomAll")} keys="0" onPress={() => setScale(fitted(duration, scale.width))}>
          <Scan size={16} aria-hidden />
        </IconButton>
        <IconToggle label={t("asTable")} isSelected={isTable} onChange={setIsTable}>
          <Table size={16} aria-hidden />
        </IconToggle>
      </div>
      {isTable ? (
        <MomentTable lanes={lanes} />
      ) : (
        <div className="timeline-body" tabIndex={0} role="group" aria-label={t("lanes")}>
          <LaneNames lanes={lanes} />
          <div ref={setArea} className="timeline-area">
            <LaneCanvas lanes={lanes} scale={scale} onScale={setScale} />
          </div>
        </div>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </section>
  );
}
