import { expect, it } from "vitest";
import { canJoin, joinedOf, secondsOf, withJoin } from "./joins";

it.each([
  ["label:Dog says:water", "", "label:Dog says:water"],
  ["asset:(label:Dog says:water)", "asset", "label:Dog says:water"],
  ["near:(label:Dog AND says:water)", "near", "label:Dog AND says:water"],
  ["near_30s:( label:Dog (a OR b) )", "near_30s", "label:Dog (a OR b)"],
  ["asset:(label:Dog) kind:Label", "", "asset:(label:Dog) kind:Label"],
  ["NOT asset:(label:Dog says:water)", "", "NOT asset:(label:Dog says:water)"],
  ["asset:water", "", "asset:water"],
  ["a OR b", "", "a OR b"],
  ["", "", ""],
])("%s is joined by %j", (query, join, inner) => {
  expect(joinedOf(query)).toEqual({ join, inner });
});

it.each([
  ["asset", "label:Dog says:water", "asset:(label:Dog says:water)"],
  ["near_10s", "label:Dog says:water", "near_10s:(label:Dog says:water)"],
  ["", "label:Dog says:water", "label:Dog says:water"],
  ["asset", "label:Dog", "label:Dog"],
  ["asset", "", ""],
] as const)("%j over %s", (join, inner, query) => {
  expect(withJoin({ join, inner })).toBe(query);
});

it.each([
  ["water", false],
  ["deep water", true],
  ["asset:(a b)", true],
  ["a OR b", false],
])("%s can be joined: %s", (query, can) => {
  expect(canJoin(query)).toBe(can);
});

it.each([
  ["near", 5],
  ["near_10s", 10],
  ["near_120s", 120],
] as const)("%s is %d seconds", (join, seconds) => {
  expect(secondsOf(join)).toBe(seconds);
});
