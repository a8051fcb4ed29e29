import { describe, expect, test } from "vitest";
import type { Moment } from "../moments/moments";
import { lanesOf, MOST_TITLES, momentAt } from "./lanes";
import { type LanePlace, paintLanes, runsOf } from "./paintLanes";
import { fitted, zoomed } from "./scale";

function moment(title: string, start: number | null, end: number | null = null, change: Partial<Moment> = {}): Moment {
  const rest = { id: `${title} ${start}`, result: "labels", operator: "label_detection", kind: "Label" } as const;
  return { ...rest, title, start, end, confidence: 90, best: null, count: 1, boxes: [], fields: {}, ...change };
}

const SCALE = fitted(10_000, 1000);

test("segments lie above what is seen, and speech below; what has no time is in no lane", () => {
  const lanes = lanesOf(
    [
      moment("Hello", 0, 500, { result: "speech", kind: "Speech" }),
      moment("Dog", 0),
      moment("SHOT", 0, 900, { result: "shots", kind: "Segment" }),
      moment("Track", null, null, { result: "mediainfo", kind: "Fact" }),
    ],
    new Set(),
  );
  expect(lanes.map((each) => each.key)).toEqual(["shots", "labels", "speech"]);
});

test("an open result has a lane for each title, the most frequent first and no more than can be read", () => {
  const moments = [moment("Cat", 0), moment("Dog", 10), moment("Dog", 20)];
  expect(lanesOf(moments, new Set(["labels"])).map((each) => [each.key, each.moments.length])).toEqual([
    ["labels", 3],
    ["labels/Dog", 2],
    ["labels/Cat", 1],
  ]);
  const many = Array.from({ length: 100 }, (_, at) => moment(`Thing ${at}`, at));
  expect(lanesOf(many, new Set(["labels"]))).toHaveLength(1 + MOST_TITLES);
});

describe("runs of pixels", () => {
  const [lane] = lanesOf(
    [moment("a", 0, 1000), moment("b", 1000, 1500), moment("c", 5000), moment("d", 5000, 5100, { confidence: 20 })],
    new Set(),
  );
  if (!lane) throw new Error("no lane");

  test("touching moments are one, points are wide enough to be seen", () => {
    expect(runsOf(lane, SCALE, 50)).toEqual([
      { from: 0, to: 150, isPoint: false },
      { from: 500, to: 502, isPoint: true },
    ]);
    expect(runsOf(lane, SCALE, 0).at(-1)).toEqual({ from: 500, to: 510, isPoint: false });
  });

  test("what only touches stays apart where its ends are what it is about", () => {
    expect(runsOf(lane, SCALE, 50, true)).toEqual([
      { from: 0, to: 100, isPoint: false },
      { from: 100, to: 150, isPoint: false },
      { from: 500, to: 502, isPoint: true },
    ]);
  });

  test("a moment that began before the view reaches into it", () => {
    const near = zoomed(zoomed(SCALE, 20, 0), 1, 0);
    expect(runsOf(lane, { ...near, from: 900, to: 1400 }, 0)).toEqual([{ from: -1800, to: 1200, isPoint: false }]);
  });

  test("10,000 moments in view are no more rectangles than pixels", () => {
    const [crowded] = lanesOf(
      Array.from({ length: 10_000 }, (_, at) => moment("x", at, at + 1)),
      new Set(),
    );
    if (!crowded) throw new Error("no lane");
    expect(runsOf(crowded, SCALE, 0)).toHaveLength(1);
    const sparse = lanesOf(
      Array.from({ length: 10_000 }, (_, at) => moment("x", at)),
      new Set(),
    )[0];
    expect(sparse && runsOf(sparse, fitted(10_000, 300), 0).length).toBeLessThanOrEqual(300);
  });
});

test("the nearest moment within reach is the one at a pixel", () => {
  const [lane] = lanesOf(
    [moment("a", 0, 1000), moment("b", 2000), moment("c", 2040, null, { confidence: 10 })],
    new Set(),
  );
  if (!lane) throw new Error("no lane");
  expect(momentAt(lane, 500, 50, 0)?.title).toBe("a");
  expect(momentAt(lane, 2045, 50, 0)?.title).toBe("c");
  expect(momentAt(lane, 2045, 50, 50)?.title).toBe("b");
  expect(momentAt(lane, 1500, 50, 0)).toBeNull();
});

test("a focused lane lies on a lighter ground, and kinds differ by their shape", () => {
  const drawn: string[] = [];
  const context = { fillRect: (...at: number[]) => drawn.push(at.join(" ")) } as unknown as CanvasRenderingContext2D;
  const [lane] = lanesOf([moment("a", 0, 100)], new Set());
  if (!lane) throw new Error("no lane");
  const place: LanePlace = { lane, look: { colour: "red", shape: "bar" }, y: 0, height: 20, isFocused: true };
  paintLanes(context, [place], SCALE, 0);
  expect(drawn).toEqual(["0 0 1000 20", "0 3 10 14"]);
  paintLanes(context, [{ ...place, isFocused: false, look: { colour: "red", shape: "hatch" } }], SCALE, 0);
  expect(drawn.slice(2)).toEqual(["0 3 10 14", "0 3 2 14", "4 3 2 14", "8 3 2 14"]);
});
