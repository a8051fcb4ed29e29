import { expect, test } from "vitest";
import { looped, NO_LOOP, shuttled, withEnd, withStart } from "./shuttle";

test.each([
  [0, "l", 1],
  [1, "l", 2],
  [4, "l", 8],
  [8, "l", 8],
  [4, "j", -1],
  [-1, "j", -2],
  [-8, "j", -8],
  [-4, "l", 1],
  [2, "k", 0],
  [0.5, "l", 1],
] as const)("at %d, %s leads to %d", (speed, key, next) => {
  expect(shuttled(speed, key)).toBe(next);
});

test("a loop begins when it has a beginning and an end in order", () => {
  const begun = withStart(NO_LOOP, 1000);
  expect(begun.on).toBe(false);
  const whole = withEnd(begun, 3000);
  expect(whole).toEqual({ a: 1000, b: 3000, on: true });
  expect(looped(whole, 2999)).toBeNull();
  expect(looped(whole, 3000)).toBe(1000);
  expect(looped({ ...whole, on: false }, 5000)).toBeNull();
});

test("ends that are out of order take each other away", () => {
  expect(withStart({ a: 0, b: 500, on: true }, 800)).toEqual({ a: 800, b: null, on: false });
  expect(withEnd({ a: 900, b: null, on: false }, 400)).toEqual({ a: null, b: 400, on: false });
});
