/** Follows a link to a moment, and keeps the address at where playback stands. */
import { useEffect, useRef, useState } from "react";
import { linkedMoment, playAt } from "../moments/moments";
import { middleOf } from "../player/rate";
import { useAssetView } from "./assetView";
import { usePlayback } from "./useClock";

/** Go to where the address says when the page opens; return whether what it means is no longer there as it was. */
export function useLinkedPlace(): boolean {
  const { clock, rate, place, move, moments, isLoading } = useAssetView();
  const { playing, seeking } = usePlayback(clock);
  const [isElsewhere, setIsElsewhere] = useState(false);
  const first = useRef(place);
  const isRead = useRef(false);

  useEffect(() => {
    const { t, f } = first.current;
    if (f !== undefined && rate) {
      clock.startAt(middleOf(rate, f));
    } else if (t !== undefined) {
      clock.startAt(t * 1000);
    }
  }, [clock, rate]);

  useEffect(() => {
    if (isRead.current || isLoading || moments.length === 0) {
      return;
    }
    isRead.current = true;
    const { m, t, f, lane } = first.current;
    if (m === undefined) {
      return;
    }
    const found = linkedMoment(moments, m, { result: lane?.split("/")[0] ?? "", ms: (t ?? 0) * 1000 });
    setIsElsewhere(found?.isExact !== true);
    if (found) {
      const ms = playAt(found.moment);
      if (ms !== null && t === undefined && f === undefined) {
        clock.startAt(ms);
      }
      move({ m: found.moment.id, lane: lane ?? found.moment.result });
    }
  }, [clock, moments, isLoading, move]);

  // While it plays the address would change many times a second: it is written when playback stands still.
  useEffect(() => {
    if (playing || seeking) {
      return;
    }
    const timer = setTimeout(() => {
      const { ms, frame } = clock.instant();
      if (ms > 0) {
        move({ t: Math.round(ms) / 1000, f: frame ?? undefined });
      }
    }, 250);
    return () => clearTimeout(timer);
  }, [clock, playing, seeking, move]);
  return isElsewhere;
}
