import { expect, test } from "vitest";
import type { VisibleBox } from "./boxTracks";
import { boxAt } from "./hit";
import { LabelCache, paintBoxes, shortened } from "./paint";

function box(id: number, change: Partial<VisibleBox> = {}): VisibleBox {
  const where = { left: 0.25, top: 0.5, width: 0.5, height: 0.25 };
  return { id, ...where, confidence: 90, title: "Dog", result: "labels", sight: "seen", seenAt: 0, ...change };
}

/** A context that keeps what is drawn on it. */
function paper(): { context: CanvasRenderingContext2D; drawn: string[] } {
  const drawn: string[] = [];
  let dashes: number[] = [];
  const context = {
    clearRect: () => drawn.push("clear"),
    setLineDash: (given: number[]) => {
      dashes = given;
    },
    strokeRect: (...at: number[]) => drawn.push(`${dashes.length > 0 ? "dashed" : "solid"} ${at.join(" ")}`),
    fillRect: (...at: number[]) => drawn.push(`fill ${at.join(" ")}`),
    drawImage: (_: unknown, ...at: number[]) => drawn.push(`label ${at.join(" ")}`),
  };
  return { context: context as unknown as CanvasRenderingContext2D, drawn };
}

const ELEMENT = { x: 0, y: 0, width: 400, height: 300 };
const PICTURE = { x: 0, y: 50, width: 400, height: 200 };
const STYLE = { colour: () => "red", label: (each: VisibleBox) => each.title, pixelRatio: 2, chosen: null };

test("what was seen is solid, what is held is dashed, and labels lie above", () => {
  const { context, drawn } = paper();
  const made: string[] = [];
  const labels = new LabelCache((text) => {
    made.push(text);
    return { width: 80, height: 40 } as never;
  });
  paintBoxes(context, ELEMENT, PICTURE, [box(0), box(1, { sight: "held" })], STYLE, labels);
  expect(drawn).toEqual([
    "clear",
    "solid 100 150 200 50",
    "solid 100 150 200 50",
    "dashed 100 150 200 50",
    "dashed 100 150 200 50",
    "label 99 129 40 20",
    "label 99 129 40 20",
  ]);
  expect(made).toEqual(["Dog"]);
});

test("a label that has no room above lies inside, and never beyond the edge", () => {
  const { context, drawn } = paper();
  const labels = new LabelCache(() => ({ width: 160, height: 40 }) as never);
  paintBoxes(context, ELEMENT, { ...PICTURE, y: 0 }, [box(0, { top: 0, left: 0.95 })], STYLE, labels);
  expect(drawn.at(-1)).toBe("label 320 1 80 20");
});

test("the smallest box at a point is hit", () => {
  const boxes = [box(0, { left: 0, top: 0, width: 1, height: 1 }), box(1), box(2, { left: 0.2, width: 0.6 })];
  expect(boxAt(boxes, 0.5, 0.6)?.id).toBe(1);
  expect(boxAt(boxes, 0.1, 0.1)?.id).toBe(0);
  expect(boxAt([box(1)], 0.1, 0.1)).toBeNull();
});

test("a long text is cut between letters, not between halves of one", () => {
  expect(shortened("short", () => true)).toBe("short");
  expect(shortened("👩‍🚀a long title", (part) => [...part].length <= 6)).toBe("👩‍🚀a …");
});
