import { expect, test } from "vitest";
import { fitted, isWhole, millisAt, panned, pixelOf, resized, revealing, ticks, zoomed } from "./scale";

const WHOLE = fitted(60_000, 600);

test("times and pixels lead to each other", () => {
  expect(pixelOf(WHOLE, 30_000)).toBe(300);
  expect(millisAt(WHOLE, 300)).toBe(30_000);
  expect(millisAt(WHOLE, -50)).toBe(0);
  expect(millisAt(WHOLE, 700)).toBe(60_000);
});

test("zooming keeps what is under the pointer, and stays inside", () => {
  const near = zoomed(WHOLE, 4, 300);
  expect([near.from, near.to]).toEqual([22_500, 37_500]);
  expect(millisAt(near, 300)).toBe(30_000);
  expect(zoomed(WHOLE, 4, 0).from).toBe(0);
  expect(zoomed(WHOLE, 0.1, 300)).toEqual(WHOLE);
  const closest = zoomed(WHOLE, 1e9, 300);
  expect(closest.to - closest.from).toBe(250);
});

test("panning stops at both ends", () => {
  const near = zoomed(WHOLE, 2, 0);
  expect(panned(near, 100).from).toBe(5000);
  expect(panned(near, -100).from).toBe(0);
  expect(panned(near, 9999).to).toBe(60_000);
});

test("a time out of view is brought into it", () => {
  const near = zoomed(WHOLE, 6, 0);
  expect(revealing(near, 5000)).toBe(near);
  expect(revealing(near, 30_000)).toMatchObject({ from: 29_000, to: 39_000 });
  expect(revealing(near, 60_000).to).toBe(60_000);
});

test("another width shows the same part; the whole stays the whole", () => {
  expect(resized(WHOLE, 90_000, 300)).toEqual(fitted(90_000, 300));
  const near = zoomed(WHOLE, 2, 0);
  expect(resized(near, 60_000, 1200)).toMatchObject({ from: 0, to: 30_000, width: 1200 });
  expect(isWhole(near)).toBe(false);
});

test.each([
  [60_000, 600, 10_000, 7],
  [7_200_000, 1000, 600_000, 13],
  [500, 500, 100, 6],
])("a ruler of %d ms on %d pixels goes by %d", (duration, width, step, count) => {
  const found = ticks(fitted(duration, width), 80);
  expect(found.step).toBe(step);
  expect(found.times).toHaveLength(count);
});
