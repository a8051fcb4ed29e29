/** What is drawn over the picture now, as a list: for keyboards, for screen readers, and for whoever reads rather than looks. */
import type { ReactElement } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { VisibleBox } from "../overlay/boxTracks";
import { useAssetView } from "./assetView";
import { useClockValue } from "./useClock";
import { useVisibleBoxes } from "./useVisibleBoxes";

interface Entry extends Pick<VisibleBox, "id" | "result" | "title" | "left" | "top"> {
  readonly label: string;
}

export function BoxList(): ReactElement {
  const t = useTranslations("asset");
  const format = useFormatter();
  const { clock } = useAssetView();
  const visible = useVisibleBoxes();
  // As text, since boxes are used again for the next instant, and a list is made again only where it differs.
  const text = useClockValue(clock, (ms) =>
    JSON.stringify(visible.at(ms).map((box) => entryOf(box, visible.labelOf(box)))),
  );
  const entries: readonly Entry[] = JSON.parse(text);
  const percent = (fraction: number): string => format.number(fraction, { style: "percent" });
  if (entries.length === 0) {
    return <p className="box-list muted">{t("noBoxesNow")}</p>;
  }
  return (
    <ul className="box-list" aria-label={t("boxesNow")}>
      {entries.map((each) => (
        <li key={each.id}>
          <button
            type="button"
            className="link"
            aria-current={visible.isChosen(each) ? "true" : undefined}
            onClick={() => visible.choose(each, clock.instant().ms)}
          >
            {each.label}
          </button>{" "}
          <span className="muted numbers">{t("boxPlace", { left: percent(each.left), top: percent(each.top) })}</span>
        </li>
      ))}
    </ul>
  );
}

function entryOf({ id, result, title, left, top }: VisibleBox, label: string): Entry {
  return { id, result, title, left, top, label };
}
