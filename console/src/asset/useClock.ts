/** The clock in components: what it plays as state, and where it is at most some times a second. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Clock } from "../player/clock";
import type { Instant, Playback } from "../player/playback";

export function usePlayback(clock: Clock): Playback {
  return useSyncExternalStore(clock.onPlayback, clock.playback);
}

/** Do something with the instant, at once and whenever it changes, at most once for each picture of the screen. */
export function useInstant(clock: Clock, show: (instant: Instant) => void): void {
  const current = useRef(show);
  useEffect(() => {
    current.current = show;
    show(clock.instant());
  });
  useEffect(() => {
    let waiting = 0;
    const stop = clock.onInstant(() => {
      if (waiting === 0) {
        waiting = requestAnimationFrame(() => {
          waiting = 0;
          current.current(clock.instant());
        });
      }
    });
    return () => {
      cancelAnimationFrame(waiting);
      stop();
    };
  }, [clock]);
}

/** A value made of the instant, as state: it is made again ten times a second, and counts when it differs. */
export function useClockValue<Value extends string | number | boolean | null>(
  clock: Clock,
  read: (ms: number) => Value,
): Value {
  const subscribe = useRef((listener: () => void) => {
    let last = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = clock.onInstant(() => {
      const left = 100 - (performance.now() - last);
      if (left <= 0) {
        last = performance.now();
        listener();
      } else {
        timer ??= setTimeout(() => {
          timer = undefined;
          last = performance.now();
          listener();
        }, left);
      }
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  });
  return useSyncExternalStore(subscribe.current, () => read(clock.instant().ms));
}
