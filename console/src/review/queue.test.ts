import { expect, test } from "vitest";
import type { ReviewItem } from "../api/peopleQueries";
import { besideOf, decided, keyOf, NOTHING_DONE, postponed, shownOf, takenBack, waiting } from "./queue";

function item(title: string): ReviewItem {
  const asset = { id: "a1", name: "film", namespace: "local", title: "" };
  const anchor = { title, throughout: false };
  return {
    asset,
    result: "moderation",
    operator: "m",
    kind: "Moderation",
    title,
    start: 0,
    count: 1,
    boxes: [],
    anchor,
  };
}

const ITEMS = ["one", "two", "three"].map(item);
const [one, two, three] = ITEMS as [ReviewItem, ReviewItem, ReviewItem];
const titles = (items: readonly ReviewItem[]): string[] => items.map((each) => each.title ?? "");

test("what is decided no longer waits, and waits again when it is taken back", () => {
  const done = decided(NOTHING_DONE, { key: keyOf(one), asset: "a1", verdict: "reject", edit: "e1" });
  expect(titles(waiting(ITEMS, done))).toEqual(["two", "three"]);
  expect(titles(waiting(ITEMS, takenBack(done, "e1")))).toEqual(["one", "two", "three"]);
});

test("what is to be looked at again comes last, in the order in which it was put off", () => {
  const later = postponed(postponed(postponed(NOTHING_DONE, keyOf(one)), keyOf(two)), keyOf(one));
  expect(titles(waiting(ITEMS, later))).toEqual(["three", "two", "one"]);
});

test("an address names an item; one that is gone leads to the first", () => {
  expect(shownOf(ITEMS, keyOf(two))).toBe(two);
  expect(shownOf(ITEMS, "gone")).toBe(one);
  expect(shownOf([], "gone")).toBeUndefined();
});

test("beside an item is the next or the one before, and nothing beyond the ends", () => {
  expect(besideOf(ITEMS, two, 1)).toBe(three);
  expect(besideOf(ITEMS, two, -1)).toBe(one);
  expect(besideOf(ITEMS, three, 1)).toBeUndefined();
  expect(besideOf(ITEMS, one, -1)).toBeUndefined();
});
