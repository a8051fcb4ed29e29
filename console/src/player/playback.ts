/** What a player shows, and what it is doing. */
import { type Loop, NO_LOOP } from "./shuttle";

export interface Instant {
  /** Milliseconds of the frame that is shown; of what is heard for audio. */
  readonly ms: number;
  /** Its number from 0; null where the rate is not known or does not hold. */
  readonly frame: number | null;
  /** Whether `ms` is told by the picture. */
  readonly exact: boolean;
}

export interface Playback {
  readonly playing: boolean;
  readonly seeking: boolean;
  readonly waiting: boolean;
  /** Speed; negative is backwards. */
  readonly speed: number;
  readonly durationMs: number;
  readonly volume: number;
  readonly muted: boolean;
  readonly loop: Loop;
  readonly ended: boolean;
  readonly failed: boolean;
}

export const AT_REST: Playback = {
  playing: false,
  seeking: false,
  waiting: false,
  speed: 1,
  durationMs: 0,
  volume: 1,
  muted: false,
  loop: NO_LOOP,
  ended: false,
  failed: false,
};
