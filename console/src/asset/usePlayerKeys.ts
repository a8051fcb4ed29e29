/** Keys of the player, as on an editing desk; the list of keys of the console names them. */
import { useTranslations } from "use-intl";
import { useShortcuts } from "../app/shortcuts";
import { shuttled, withEnd, withStart } from "../player/shuttle";
import { note } from "../ui/toasts";
import { useAssetView } from "./assetView";

const SECOND = 1000;

export function usePlayerKeys(): void {
  const t = useTranslations("asset");
  const { clock, asset, place, move, isLink } = useAssetView();
  const isTimed = asset.type === "Video" || asset.type === "Audio";
  const shuttle = (key: "j" | "k" | "l") => (): void => {
    const { playing, speed } = clock.playback();
    clock.shuttle(shuttled(playing ? speed : 0, key));
  };
  const jump =
    (by: 1 | -1) =>
    (event: KeyboardEvent): void =>
      clock.seek(clock.instant().ms + by * (event.shiftKey ? 5 : 1) * SECOND);
  const copyLink = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.href);
    note(t("linkCopied"));
  };
  const playLoop = (event: KeyboardEvent): void => {
    const { loop } = clock.playback();
    if (loop.a !== null && loop.b !== null) {
      clock.setLoop({ ...loop, on: event.shiftKey ? !loop.on : true });
      clock.seek(loop.a);
      clock.play();
    }
  };
  const now = (): number => clock.instant().ms;
  const [left, right] = [jump(-1), jump(1)];
  const release = (): void => move({ m: undefined });
  useShortcuts(
    isTimed
      ? {
          j: shuttle("j"),
          k: shuttle("k"),
          l: shuttle("l"),
          space: () => clock.toggle(),
          ",": () => clock.step(-1),
          ".": () => clock.step(1),
          ArrowLeft: left,
          ArrowRight: right,
          i: () => clock.setLoop(withStart(clock.playback().loop, now())),
          o: () => clock.setLoop(withEnd(clock.playback().loop, now())),
          p: playLoop,
          ...(isLink ? {} : { m: () => void copyLink() }),
          ...(place.m ? { Escape: release } : {}),
        }
      : {},
  );
}
