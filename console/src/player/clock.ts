/**
 * The clock of a player: which frame is on screen, and what the medium is doing.
 *
 * The time is that of the picture (`requestVideoFrameCallback().mediaTime`), since `currentTime` names another frame
 * than the one shown most of the time while playing. Where a browser has no such callback, and for audio, it is
 * `currentTime`, and `exact` says so.
 */

import { AT_REST, type Instant, type Playback } from "./playback";
import { frameAt, middleOf, type Rate, startOf } from "./rate";
import { type Loop, looped } from "./shuttle";

type Media = HTMLMediaElement &
  Partial<Pick<HTMLVideoElement, "requestVideoFrameCallback" | "cancelVideoFrameCallback">>;

const WATCHED = [
  "play",
  "playing",
  "pause",
  "seeking",
  "seeked",
  "waiting",
  "canplay",
  "ended",
  "ratechange",
  "volumechange",
  "durationchange",
  "loadedmetadata",
  "error",
  "emptied",
] as const;
/** Milliseconds between two steps backwards: browsers play forwards only, so J seeks. */
const BACKWARDS = 100;

export class Clock {
  #media: Media | null = null;
  #rate: Rate | null = null;
  #instant: Instant = { ms: 0, frame: null, exact: false };
  #playback: Playback = AT_REST;
  #onInstant = new Set<() => void>();
  #onPlayback = new Set<() => void>();
  #frameCallback = 0;
  #animation = 0;
  #backwards: ReturnType<typeof setInterval> | undefined;
  #first: number | null = null;

  /** Follow a media element until the returned function is called. */
  attach(media: HTMLMediaElement): () => void {
    this.#media = media;
    for (const each of WATCHED) media.addEventListener(each, this.#changed);
    media.addEventListener("timeupdate", this.#ticked);
    this.#changed();
    this.#follow();
    return () => {
      for (const each of WATCHED) media.removeEventListener(each, this.#changed);
      media.removeEventListener("timeupdate", this.#ticked);
      this.#unfollow();
      this.#stopBackwards();
      this.#media = null;
    };
  }

  /** Say how frames are counted; null: they are not. */
  setRate(rate: Rate | null): void {
    this.#rate = rate;
    this.#tell(this.#instant.ms, this.#instant.exact);
  }

  get rate(): Rate | null {
    return this.#rate;
  }

  /** Keep a time that is to be shown before there is a medium, or its length is known. */
  startAt(ms: number): void {
    if (this.#media && this.#media.readyState >= 1) this.seek(ms);
    else {
      this.#first = ms;
      this.#tell(ms, false);
    }
  }

  readonly instant = (): Instant => this.#instant;
  readonly playback = (): Playback => this.#playback;

  readonly onInstant = (listener: () => void): (() => void) => subscribed(this.#onInstant, listener);
  readonly onPlayback = (listener: () => void): (() => void) => subscribed(this.#onPlayback, listener);

  /** Show the frame at a time: with a known rate its middle is sought, so that no rounding shows its neighbour. */
  seek(ms: number): void {
    const media = this.#media;
    if (!media) {
      this.startAt(ms);
      return;
    }
    const end = Number.isFinite(media.duration) ? media.duration * 1000 : Number.POSITIVE_INFINITY;
    const inside = Math.max(0, Math.min(ms, end));
    const middle = this.#rate ? middleOf(this.#rate, frameAt(this.#rate, inside)) : inside;
    media.currentTime = Math.min(middle, end) / 1000;
    this.#changed();
  }

  /** Show a frame by its number. */
  seekFrame(frame: number): void {
    if (this.#rate) this.seek(middleOf(this.#rate, Math.max(0, frame)));
  }

  /** Stand still and go some frames on or back; a frame is 40 ms where the rate is not known. */
  step(frames: number): void {
    this.pause();
    const shown = this.#instant.frame;
    if (this.#rate && shown !== null) this.seekFrame(shown + frames);
    else this.seek(this.#instant.ms + frames * 40);
  }

  /** Play at a speed: 0 stands still, negative goes backwards step by step. */
  shuttle(speed: number): void {
    this.#stopBackwards();
    if (speed === 0) this.pause();
    else if (speed > 0) this.play(speed);
    else {
      this.#media?.pause();
      this.#backwards = setInterval(() => this.#stepBack(speed), BACKWARDS);
      this.#update({ speed, playing: true });
    }
  }

  play(speed = this.#playback.speed): void {
    const media = this.#media;
    if (!media) return;
    this.#stopBackwards();
    const { loop } = this.#playback;
    if (loop.on && loop.a !== null && loop.b !== null && (this.#instant.ms < loop.a || this.#instant.ms >= loop.b))
      this.seek(loop.a);
    media.playbackRate = Math.max(0.0625, Math.min(16, speed > 0 ? speed : 1));
    this.#update({ speed: media.playbackRate });
    // A browser that refuses says so by staying paused; "playing" and "pause" tell the controls.
    media.play().catch(() => this.#changed());
  }

  pause(): void {
    this.#stopBackwards();
    this.#media?.pause();
    this.#changed();
  }

  toggle(): void {
    if (this.#playback.playing) this.pause();
    else this.play(Math.max(this.#playback.speed, 0) || 1);
  }

  setSpeed(speed: number): void {
    if (this.#media) this.#media.playbackRate = speed;
    this.#update({ speed });
  }

  setVolume(volume: number, muted: boolean): void {
    if (!this.#media) return;
    this.#media.volume = Math.max(0, Math.min(1, volume));
    this.#media.muted = muted;
  }

  setLoop(loop: Loop): void {
    this.#update({ loop });
  }

  #stepBack(speed: number): void {
    const next = this.#instant.ms + speed * BACKWARDS;
    if (next <= 0) this.#stopBackwards();
    this.seek(Math.max(0, next));
    if (next <= 0) this.#changed();
  }

  #stopBackwards(): void {
    if (this.#backwards === undefined) return;
    clearInterval(this.#backwards);
    this.#backwards = undefined;
    this.#update({ speed: 1, playing: false });
  }

  readonly #changed = (): void => {
    const media = this.#media;
    if (!media) return;
    if (this.#first !== null && media.readyState >= 1) {
      const first = this.#first;
      this.#first = null;
      this.seek(first);
      return;
    }
    const backwards = this.#backwards !== undefined;
    this.#update({
      playing: backwards || !media.paused,
      seeking: media.seeking && !backwards,
      waiting: !media.paused && media.readyState < 3,
      speed: backwards ? this.#playback.speed : media.playbackRate,
      durationMs: Number.isFinite(media.duration) ? media.duration * 1000 : 0,
      volume: media.volume,
      muted: media.muted,
      ended: media.ended,
      failed: media.error !== null,
    });
    if (!media.paused) this.#animate();
    if (!this.#hasFrames() && !media.seeking) this.#tell(media.currentTime * 1000, false);
  };

  readonly #ticked = (): void => {
    const media = this.#media;
    if (media && !this.#hasFrames()) this.#tell(media.currentTime * 1000, false);
    if (media) this.#loopFrom(media.currentTime * 1000);
  };

  #hasFrames(): boolean {
    return typeof this.#media?.requestVideoFrameCallback === "function";
  }

  #follow(): void {
    const media = this.#media;
    if (!media || typeof media.requestVideoFrameCallback !== "function") return;
    const shown = (_: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      this.#tell(mediaTime * 1000, true);
      this.#loopFrom(mediaTime * 1000);
      this.#frameCallback = media.requestVideoFrameCallback?.(shown) ?? 0;
    };
    this.#frameCallback = media.requestVideoFrameCallback(shown);
  }

  #unfollow(): void {
    this.#media?.cancelVideoFrameCallback?.(this.#frameCallback);
    cancelAnimationFrame(this.#animation);
  }

  /** Follow sound, which has no frames, at the rate of the screen while it plays. */
  #animate(): void {
    if (this.#hasFrames()) return;
    cancelAnimationFrame(this.#animation);
    const next = (): void => {
      const media = this.#media;
      if (!media || media.paused) return;
      this.#ticked();
      this.#animation = requestAnimationFrame(next);
    };
    this.#animation = requestAnimationFrame(next);
  }

  #loopFrom(ms: number): void {
    const to = this.#playback.playing ? looped(this.#playback.loop, ms) : null;
    if (to !== null) this.seek(to);
  }

  #tell(ms: number, exact: boolean): void {
    const rate = this.#rate;
    const frame = rate ? frameAt(rate, ms) : null;
    const { ms: before, frame: shown, exact: known } = this.#instant;
    if (ms === before && frame === shown && exact === known) return;
    this.#instant = { ms: rate && frame !== null && exact ? startOf(rate, frame) : ms, frame, exact };
    for (const each of this.#onInstant) each();
  }

  #update(change: Partial<Playback>): void {
    const next = { ...this.#playback, ...change };
    const same = (Object.keys(next) as (keyof Playback)[]).every((each) => next[each] === this.#playback[each]);
    if (same) return;
    this.#playback = next;
    for (const each of this.#onPlayback) each();
  }
}

function subscribed(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
