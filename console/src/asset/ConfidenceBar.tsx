/** How sure something must be to be shown: a slider over the distribution of what there is. Nothing is asked again. */
import { type ReactElement, useMemo } from "react";
import { Label, Slider, SliderThumb, SliderTrack } from "react-aria-components";
import { useFormatter, useTranslations } from "use-intl";
import { histogramOf, isSure } from "../moments/moments";
import { useAssetView } from "./assetView";

const BINS = 40;

export function ConfidenceBar(): ReactElement | null {
  const t = useTranslations("asset");
  const format = useFormatter();
  const { moments, place, move } = useAssetView();
  const least = place.min ?? 0;
  const bins = useMemo(() => histogramOf(moments, BINS), [moments]);
  const highest = Math.max(...bins);
  if (highest === 0) {
    return null;
  }
  const sure = moments.filter((each) => isSure(each, least)).length;
  return (
    <Slider
      className="confidence"
      value={least}
      minValue={0}
      maxValue={100}
      step={1}
      onChange={(value) => move({ min: value || undefined })}
      formatOptions={{ style: "unit", unit: "percent" }}
    >
      <Label>{t("least")}</Label>
      <SliderTrack className="confidence-track">
        <svg aria-hidden="true" viewBox={`0 0 ${BINS} 1`} preserveAspectRatio="none">
          {bins.map((count, at) => (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
              key={at}
              x={at + 0.1}
              width={0.8}
              y={1 - Math.sqrt(count / highest)}
              height={Math.sqrt(count / highest)}
              data-left-out={((at + 1) * 100) / BINS <= least}
            />
          ))}
        </svg>
        <SliderThumb className="confidence-thumb" />
      </SliderTrack>
      <output className="numbers">{format.number(least / 100, { style: "percent" })}</output>
      <span className="muted numbers confidence-count">{t("shownOf", { shown: sure, all: moments.length })}</span>
    </Slider>
  );
}
