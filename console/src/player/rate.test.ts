import { describe, expect, test } from "vitest";
import { frameAt, frameNear, isCounted, middleOf, numberOf, rateOf, startOf, timecodeOf } from "./rate";

const NTSC30 = rateOf(29.97);
const NTSC60 = rateOf(59.94);

test.each([
  [29.97, 30000, 1001],
  [23.976, 24000, 1001],
  [59.94, 60000, 1001],
  [25, 25, 1],
  [12.5, 25, 2],
  [30, 30, 1],
])("%d frames a second are %d/%d", (said, num, den) => {
  expect(rateOf(said)).toMatchObject({ num, den });
});

// The rows that exports and operators share: tests/timecodes.py.
test.each([
  [0, 25, "00:00:00:00"],
  [89999, 25, "00:59:59:24"],
  [1799, 29.97, "00:00:59;29"],
  [1800, 29.97, "00:01:00;02"],
  [17981, 29.97, "00:09:59;29"],
  [17982, 29.97, "00:10:00;00"],
  [107892, 29.97, "01:00:00;00"],
  [3600, 59.94, "00:01:00;04"],
  [215784, 59.94, "01:00:00;00"],
  [24, 23.976, "00:00:01:00"],
  [61, 60, "00:00:01:01"],
])("frame %d at %d is %s, and back", (frame, rate, timecode) => {
  expect(timecodeOf(rateOf(rate), frame)).toBe(timecode);
  expect(numberOf(rateOf(rate), timecode)).toBe(frame);
});

test("a rate that two digits do not hold has no timecode", () => {
  expect(isCounted(rateOf(12.5))).toBe(false);
  expect(timecodeOf(rateOf(120), 1)).toBeNull();
});

test("a video's own timecode decides on dropping, and where counting begins", () => {
  expect(rateOf(29.97, "01:00:00:00")).toMatchObject({ drop: false, first: 108000 });
  expect(rateOf(29.97, "01:00:00;00")).toMatchObject({ drop: true, first: 107892 });
  expect(rateOf(25, "no timecode")).toMatchObject({ drop: false, first: 0 });
});

describe("frames and times", () => {
  test("every frame's rounded start, middle and end lead back to it", () => {
    for (const rate of [rateOf(23.976), rateOf(25), NTSC30, NTSC60]) {
      for (let frame = 0; frame < 5000; frame += 7) {
        const start = startOf(rate, frame);
        expect(frameAt(rate, Math.round(start * 1000) / 1000)).toBe(frame);
        expect(frameAt(rate, middleOf(rate, frame))).toBe(frame);
        expect(frameNear(rate, Math.round(start))).toBe(frame);
      }
    }
  });

  test.each([
    [20, 0],
    [60, 2],
    [100, 2],
    [21, 1],
  ])("at 25 a second, %d ms are nearest to frame %d: halves go to the even one", (millis, frame) => {
    expect(frameNear(rateOf(25), millis)).toBe(frame);
  });
});
