import { expect, test } from "vitest";
import { fitRect, fractionsAt, placed } from "./fit";

test.each([
  ["the same shape", [960, 540], [1920, 1080], [0, 0, 960, 540]],
  ["bars above and below", [500, 700], [1000, 500], [0, 225, 500, 250]],
  ["bars left and right", [1000, 300], [640, 360], [233.333, 0, 533.333, 300]],
  ["upright video in a wide element", [960, 540], [360, 640], [328.125, 0, 303.75, 540]],
  ["non-square pixels, as displayed", [1024, 576], [1024, 576], [0, 0, 1024, 576]],
  ["larger than the video", [1280, 720], [320, 180], [0, 0, 1280, 720]],
  ["no size yet", [960, 540], [0, 0], [0, 0, 0, 0]],
])("%s", (_, [width, height], [videoWidth, videoHeight], [x, y, w, h]) => {
  const found = fitRect(
    { width: width ?? 0, height: height ?? 0 },
    { width: videoWidth ?? 0, height: videoHeight ?? 0 },
  );
  expect(found.x).toBeCloseTo(x ?? 0, 2);
  expect(found.y).toBeCloseTo(y ?? 0, 2);
  expect(found.width).toBeCloseTo(w ?? 0, 2);
  expect(found.height).toBeCloseTo(h ?? 0, 2);
});

test("a box lies in the picture, not in its bars", () => {
  const rect = fitRect({ width: 500, height: 700 }, { width: 1000, height: 500 });
  expect(placed(rect, { left: 0.5, top: 0.5, width: 0.5, height: 0.5 })).toEqual({
    x: 250,
    y: 350,
    width: 250,
    height: 125,
  });
});

test("a point of a bar is outside of the picture", () => {
  const rect = fitRect({ width: 500, height: 700 }, { width: 1000, height: 500 });
  expect(fractionsAt(rect, 250, 350)).toEqual({ x: 0.5, y: 0.5 });
  expect(fractionsAt(rect, 250, 100)).toBeNull();
});
