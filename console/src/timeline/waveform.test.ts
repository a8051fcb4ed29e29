import { expect, test } from "vitest";
import { paintWaveform, peakAt } from "./paintWaveform";
import { fitted, zoomed } from "./scale";

const WAVE = { start: 0, end: 1000, min: [-10, -20, -30, 0], max: [10, 5, 60, 0] };

test.each([
  [2, 0, { low: -20, high: 10 }],
  [2, 1, { low: -30, high: 60 }],
  [4, 2, { low: -30, high: 60 }],
  [8, 5, { low: -30, high: 60 }],
])("on %d pixels, pixel %d shows %j", (width, pixel, peak) => {
  expect(peakAt(WAVE, fitted(1000, width), pixel)).toEqual(peak);
});

test("beyond the sound there is nothing", () => {
  expect(peakAt(WAVE, fitted(2000, 4), 3)).toBeNull();
});

test("one line is drawn for each pixel in view", () => {
  const drawn: number[] = [];
  const context = { fillRect: (x: number) => drawn.push(x) } as unknown as CanvasRenderingContext2D;
  paintWaveform(context, WAVE, fitted(2000, 8), { y: 0, height: 32 });
  expect(drawn).toEqual([0, 1, 2, 3]);
  paintWaveform(context, WAVE, zoomed(fitted(1000, 4), 2, 4), { y: 0, height: 32 });
  expect(drawn.slice(4)).toEqual([0, 1, 2, 3]);
});
