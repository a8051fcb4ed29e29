import { describe, expect, it, test } from "vitest";
import { type GraphStep, layoutOf, NODE, neighbourOf } from "./graph";

function step(name: string, stage: string, after: string[] = [], optionalAfter: string[] = []): GraphStep {
  return { name, stage, after, optionalAfter };
}

const PLAN = [
  step("proxy", "prepare"),
  step("mediainfo", "prepare"),
  step("labels", "analyze", ["proxy"]),
  step("transcribe", "analyze", ["proxy"]),
  step("captions", "text", ["transcribe", "gone"], ["transcribe"]),
];

describe("the layout of a plan", () => {
  const found = layoutOf(PLAN);
  const place = (name: string) => found.nodes.find((each) => each.name === name) ?? { x: -1, y: -1 };

  it("has every step once, inside, and none upon another", () => {
    expect(found.nodes.map((each) => each.name)).toEqual(PLAN.map((each) => each.name));
    for (const one of found.nodes) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.x + NODE.width).toBeLessThanOrEqual(found.width);
      expect(one.y + NODE.height).toBeLessThanOrEqual(found.height);
      for (const other of found.nodes) {
        const apart = Math.abs(one.x - other.x) >= NODE.width || Math.abs(one.y - other.y) >= NODE.height;
        expect(one === other || apart, `${one.name} ${other.name}`).toBe(true);
      }
    }
  });

  it("has what comes later to the right, and stages that do not overlap", () => {
    expect(place("labels").x).toBeGreaterThan(place("proxy").x);
    expect(place("captions").x).toBeGreaterThan(place("mediainfo").x);
    for (const [at, band] of found.bands.slice(1).entries()) {
      const before = found.bands[at];
      expect(band.x).toBeGreaterThan((before?.x ?? 0) + (before?.width ?? 0));
    }
  });

  it("draws only edges between steps that there are, and knows which may end badly", () => {
    expect(found.edges.map((each) => `${each.from} ${each.to} ${each.isOptional}`)).toEqual([
      "proxy labels false",
      "proxy transcribe false",
      "transcribe captions true",
    ]);
    expect(found.edges.every((each) => /^M[\d.,]+( C.+)+$/.test(each.path))).toBe(true);
  });

  it("is empty for a plan without steps", () => {
    expect(layoutOf([])).toMatchObject({ nodes: [], edges: [], bands: [] });
  });
});

test.each([
  ["a", "ArrowRight", "b"],
  ["b", "ArrowLeft", "a"],
  ["a", "ArrowDown", "c"],
  ["c", "ArrowUp", "a"],
  ["c", "ArrowRight", "d"],
  ["d", "ArrowRight", undefined],
  ["gone", "ArrowUp", "a"],
] as const)("from %s, %s leads to %s", (from, key, to) => {
  const nodes = [
    { name: "a", x: 0, y: 0 },
    { name: "b", x: 200, y: 0 },
    { name: "c", x: 0, y: 100 },
    { name: "d", x: 200, y: 100 },
  ];
  expect(neighbourOf(nodes, from, key)).toBe(to);
});
