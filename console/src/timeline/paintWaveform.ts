/** Paints how loud the sound is: the peaks of the API, one line for each pixel. */
import { pixelOf, type Scale } from "./scale";

export interface Waveform {
  /** Milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Least and greatest sample of each bucket, -128 to 127. */
  readonly min: readonly number[];
  readonly max: readonly number[];
}

/** Return the greatest and least sample of the buckets that a pixel covers; null outside of the waveform. */
export function peakAt(
  wave: Waveform,
  scale: Scale,
  pixel: number,
): { readonly low: number; readonly high: number } | null {
  const each = (wave.end - wave.start) / Math.max(1, wave.min.length);
  const ms = (of: number): number => scale.from + (of * (scale.to - scale.from)) / scale.width;
  const from = Math.floor((ms(pixel) - wave.start) / each);
  const to = Math.max(from + 1, Math.ceil((ms(pixel + 1) - wave.start) / each));
  if (to <= 0 || from >= wave.min.length) {
    return null;
  }
  let [low, high] = [127, -128];
  for (let at = Math.max(0, from); at < Math.min(to, wave.min.length); at++) {
    low = Math.min(low, wave.min[at] as number);
    high = Math.max(high, wave.max[at] as number);
  }
  return { low, high };
}

/** Paint the waveform into a band of the canvas; the context counts in CSS pixels. */
export function paintWaveform(
  context: CanvasRenderingContext2D,
  wave: Waveform,
  scale: Scale,
  band: { readonly y: number; readonly height: number },
): void {
  context.fillStyle = "#7c8796";
  const middle = band.y + band.height / 2;
  const unit = band.height / 256;
  const last = Math.min(scale.width, pixelOf(scale, wave.end));
  for (let x = Math.max(0, Math.floor(pixelOf(scale, wave.start))); x < last; x++) {
    const peak = peakAt(wave, scale, x);
    if (peak) {
      context.fillRect(x, middle - peak.high * unit, 1, Math.max(1, (peak.high - peak.low) * unit));
    }
  }
}
