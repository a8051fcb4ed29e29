import { describe, expect, test } from "vitest";
import { rateOf } from "../player/rate";
import { type BoxColumns, joinedColumns } from "./boxColumns";
import { BoxTracks } from "./boxTracks";

interface Row {
  result?: string;
  title?: string;
  start: number;
  end?: number;
  left?: number;
  confidence?: number;
  track?: number;
}

function columns(rows: Row[]): BoxColumns {
  const results = [...new Set(rows.map((row) => row.result ?? "labels"))];
  const titles = [...new Set(rows.map((row) => row.title ?? "Dog"))];
  return {
    results,
    titles,
    result: rows.map((row) => results.indexOf(row.result ?? "labels")),
    title: rows.map((row) => titles.indexOf(row.title ?? "Dog")),
    start: rows.map((row) => row.start),
    end: rows.map((row) => row.end ?? -1),
    left: rows.map((row) => row.left ?? 1000),
    top: rows.map(() => 2000),
    width: rows.map(() => 3000),
    height: rows.map(() => 4000),
    confidence: rows.map((row) => row.confidence ?? 900),
    track: rows.map((row) => row.track ?? -1),
  };
}

const RATE = rateOf(25);
const all = (): boolean => true;

function shown(rows: Row[], ms: number, cuts: number[] = []): string[] {
  const found = new BoxTracks(columns(rows), cuts).at(ms, RATE, all);
  return found.map((box) => `${box.title} ${box.sight} ${Math.round(box.left * 10_000)}`);
}

describe("a look at single frames", () => {
  const looks = [{ start: 1000 }, { start: 2000, left: 1200 }, { start: 3000, title: "Cat" }];

  test.each([
    [960, []],
    [1000, ["Dog seen 1000"]],
    [1040, ["Dog held 1000"]],
    [1960, ["Dog held 1000"]],
    [2000, ["Dog seen 1200"]],
    [2400, ["Dog held 1200"]],
    [3000, ["Cat seen 1000"]],
    [3960, ["Cat held 1000"]],
    [4000, []],
  ])("at %d ms shows %j", (ms, wanted) => {
    expect(shown(looks, ms)).toEqual(wanted);
  });

  test("is not held across a cut", () => {
    expect(shown(looks, 1480, [1500])).toEqual(["Dog held 1000"]);
    expect(shown(looks, 1520, [1500])).toEqual([]);
  });

  test("is held no longer than looks usually are apart", () => {
    const rows = [{ start: 0 }, { start: 500 }, { start: 1000 }, { start: 9000 }];
    expect(shown(rows, 1480)).toEqual(["Dog held 1000"]);
    expect(shown(rows, 1520)).toEqual([]);
  });

  test("of one operator ends nothing of another", () => {
    const rows = [
      { start: 0, result: "faces", title: "Face" },
      { start: 0 },
      { start: 400, result: "faces", title: "Two" },
    ];
    expect(shown(rows, 480)).toEqual(["Two held 1000", "Dog held 1000"]);
  });
});

describe("a track", () => {
  const track = [
    { start: 1000, left: 1000, track: 0 },
    { start: 2000, left: 3000, track: 0 },
    { start: 3000, left: 3000, track: 0 },
    { start: 9000, left: 9000, track: 0 },
  ];

  test.each([
    [1000, ["Dog seen 1000"]],
    [1480, ["Dog between 1960"]],
    [2000, ["Dog seen 3000"]],
    [3480, ["Dog held 3000"]],
    [4040, []],
    [9000, ["Dog seen 9000"]],
  ])("at %d ms shows %j", (ms, wanted) => {
    expect(shown(track, ms)).toEqual(wanted);
  });

  test("is not drawn as a line across a cut", () => {
    expect(shown(track, 1240, [1500])).toEqual(["Dog held 1000"]);
    expect(shown(track, 1760, [1500])).toEqual([]);
  });
});

test("a span is seen where it begins and held to its end", () => {
  const rows = [
    { start: 1000, end: 4000 },
    { start: 3500, end: 3700, title: "Cat" },
  ];
  expect(shown(rows, 1000)).toEqual(["Dog seen 1000"]);
  expect(shown(rows, 3600)).toEqual(["Dog held 1000", "Cat held 1000"]);
  expect(shown(rows, 4000)).toEqual([]);
});

test("what has no time, as in an image, is always seen", () => {
  expect(shown([{ start: -1 }], 0)).toEqual(["Dog seen 1000"]);
});

test("what is not chosen is left out", () => {
  const found = new BoxTracks(
    columns([
      { start: 0, confidence: 500 },
      { start: 0, title: "Cat", confidence: -1 },
    ]),
  );
  expect(found.at(0, RATE, (_, percent) => percent < 0 || percent >= 60).map((box) => box.title)).toEqual(["Cat"]);
});

test("pages are joined by names, whatever numbers they have in each", () => {
  const joined = joinedColumns([
    columns([{ start: 0 }]),
    columns([{ start: 1, result: "faces", title: "Face" }, { start: 2 }]),
  ]);
  expect(joined.results).toEqual(["labels", "faces"]);
  expect(joined.title.map((each) => joined.titles[each])).toEqual(["Dog", "Face", "Dog"]);
  expect(new BoxTracks(joined).names()).toEqual([
    { result: "labels", title: "Dog", boxes: 2 },
    { result: "faces", title: "Face", boxes: 1 },
  ]);
});
