/** Steers playback: where it is, frame by frame, how fast, in a loop; and what is drawn over the picture. */
import {
  Captions,
  ChevronFirst,
  ChevronLast,
  Maximize,
  Pause,
  Play,
  Repeat,
  SquareDashed,
  Volume2,
  VolumeX,
} from "lucide-react";
import { type ReactElement, type RefObject, useRef } from "react";
import { useTranslations } from "use-intl";
import { filesOf } from "../api/assetDocuments";
import { clockText } from "../moments/format";
import { timecodeOf } from "../player/rate";
import { withEnd, withStart } from "../player/shuttle";
import { IconButton, IconToggle } from "../ui/Button";
import { Chooser } from "../ui/fields";
import { useAssetView } from "./assetView";
import { SeekBar } from "./SeekBar";
import type { Shown } from "./Stage";
import { useInstant, usePlayback } from "./useClock";

interface ControlsProps {
  readonly wrapper: RefObject<HTMLDivElement | null>;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}

const SPEEDS = ["0.25", "0.5", "1", "1.5", "2", "4"] as const;

export function Controls({ wrapper, shown, onShow }: ControlsProps): ReactElement {
  const t = useTranslations("asset");
  const { asset, clock, rate, boxes } = useAssetView();
  const { playing, speed, volume, muted } = usePlayback(clock);
  const isVideo = asset.type === "Video";
  const hasCaptions = filesOf(asset).some((each) => each.medium.endsWith("CaptionsVTT"));
  const full = (): void => {
    const change = document.fullscreenElement ? document.exitFullscreen() : wrapper.current?.requestFullscreen();
    change?.catch(() => undefined);
  };
  const known: readonly string[] = SPEEDS;
  const speeds = [...SPEEDS, ...(known.includes(String(speed)) ? [] : [String(speed)])];
  return (
    <div className="controls" role="group" aria-label={t("player")}>
      <SeekBar />
      <div className="controls-row">
        {isVideo ? (
          <IconButton label={t("frameBack")} keys="," onPress={() => clock.step(-1)}>
            <ChevronFirst size={18} aria-hidden />
          </IconButton>
        ) : null}
        <IconButton label={playing ? t("pause") : t("play")} keys="K" onPress={() => clock.toggle()}>
          {playing ? (
            <Pause size={20} aria-hidden fill="currentColor" />
          ) : (
            <Play size={20} aria-hidden fill="currentColor" />
          )}
        </IconButton>
        {isVideo ? (
          <IconButton label={t("frameOn")} keys="." onPress={() => clock.step(1)}>
            <ChevronLast size={18} aria-hidden />
          </IconButton>
        ) : null}
        <Timecode />
        <span className="controls-gap" />
        <LoopButtons />
        <Chooser
          label={t("speed")}
          isInline
          choices={speeds.map((each) => ({ id: each, label: `${each}×` }))}
          value={String(speed)}
          onChange={(each) => clock.setSpeed(Number(each))}
        />
        <span className="controls-mute">
          <IconToggle label={t("mute")} isSelected={muted} onChange={(on) => clock.setVolume(volume, on)}>
            {muted ? <VolumeX size={18} aria-hidden /> : <Volume2 size={18} aria-hidden />}
          </IconToggle>
        </span>
        {hasCaptions ? (
          <IconToggle
            label={t("captionsShown")}
            isSelected={shown.hasCaptions}
            onChange={(on) => onShow({ ...shown, hasCaptions: on })}
          >
            <Captions size={18} aria-hidden />
          </IconToggle>
        ) : null}
        {isVideo && boxes && boxes.size > 0 ? (
          <IconToggle
            label={t("boxesShown")}
            isSelected={shown.hasBoxes}
            onChange={(on) => onShow({ ...shown, hasBoxes: on })}
          >
            <SquareDashed size={18} aria-hidden />
          </IconToggle>
        ) : null}
        {isVideo ? (
          <IconButton label={t("fullScreen")} onPress={full}>
            <Maximize size={18} aria-hidden />
          </IconButton>
        ) : null}
      </div>
      <span className="visually-hidden">{rate ? null : t("noFrames")}</span>
    </div>
  );
}

/** Where playback is: a timecode and the number of the frame where frames are counted, else a time. */
function Timecode(): ReactElement {
  const { clock, rate } = useAssetView();
  const { durationMs } = usePlayback(clock);
  const place = useRef<HTMLSpanElement>(null);
  useInstant(clock, ({ ms, frame, exact }) => {
    if (place.current) {
      const code = rate && frame !== null ? timecodeOf(rate, frame + rate.first) : null;
      place.current.textContent = code ?? `${exact ? "" : "≈ "}${clockText(ms, 2)}`;
      place.current.dataset["frame"] = frame === null ? "" : String(frame);
    }
  });
  return (
    <span className="timecode numbers">
      <span ref={place} data-testid="timecode" />
      <span className="timecode-end"> / {clockText(durationMs)}</span>
    </span>
  );
}

function LoopButtons(): ReactElement {
  const t = useTranslations("asset");
  const { clock } = useAssetView();
  const { loop } = usePlayback(clock);
  const now = (): number => clock.instant().ms;
  return (
    <span className="loop" role="group" aria-label={t("loop")}>
      <IconButton label={t("loopStart")} keys="I" onPress={() => clock.setLoop(withStart(loop, now()))}>
        <b data-set={loop.a !== null}>A</b>
      </IconButton>
      <IconButton label={t("loopEnd")} keys="O" onPress={() => clock.setLoop(withEnd(loop, now()))}>
        <b data-set={loop.b !== null}>B</b>
      </IconButton>
      <IconToggle
        label={t("loop")}
        isSelected={loop.on}
        onChange={(on) => clock.setLoop({ ...loop, on: on && loop.a !== null && loop.b !== null })}
      >
        <Repeat size={17} aria-hidden />
      </IconToggle>
    </span>
  );
}
