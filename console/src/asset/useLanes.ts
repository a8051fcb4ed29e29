/** Lanes of the timeline, which are open, and which one `[` and `]` go along. */
import { useMemo, useState } from "react";
import { isSure, type Moment, neighbour, playAt } from "../moments/moments";
import { type Lane, lanesOf } from "../timeline/lanes";
import { useAssetView } from "./assetView";

export interface Lanes {
  readonly lanes: readonly Lane[];
  readonly focused: Lane | null;
  readonly open: ReadonlySet<string>;
  readonly toggle: (result: string) => void;
  /** Go to the lane before or after. */
  readonly step: (by: 1 | -1) => void;
  /** Go to the moment before or after in the lane; returns it. */
  readonly go: (by: 1 | -1) => Moment | null;
  readonly choose: (moment: Moment) => void;
}

export function useLanes(): Lanes {
  const { moments, place, move, clock } = useAssetView();
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(place.lane?.includes("/") ? [place.lane.split("/")[0] as string] : []),
  );
  const lanes = useMemo(() => lanesOf(moments, open), [moments, open]);
  const focused = lanes.find((each) => each.key === place.lane) ?? null;
  const choose = (moment: Moment): void => {
    const ms = playAt(moment);
    if (ms !== null) {
      clock.pause();
      clock.seek(ms);
    }
    move({ m: moment.id });
  };
  return {
    lanes,
    focused,
    open,
    toggle: (result) => {
      const next = new Set(open);
      if (!next.delete(result)) {
        next.add(result);
      }
      setOpen(next);
    },
    step: (by) => {
      const at = lanes.findIndex((each) => each.key === place.lane);
      const next = lanes[Math.max(0, Math.min(lanes.length - 1, at < 0 ? 0 : at + by))];
      move({ lane: next?.key });
    },
    go: (by) => {
      const lane = focused ?? lanes[0];
      const sure = lane?.moments.filter((each) => isSure(each, place.min ?? 0)) ?? [];
      const found = neighbour(sure, clock.instant().ms, by);
      if (found) {
        choose(found);
      }
      return found;
    },
    choose,
  };
}
