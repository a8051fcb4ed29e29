/** Paints what lies below all lanes: the ruler, the loop, and where the chosen moment is. */
import { clockText } from "../moments/format";
import { pixelOf, type Scale, ticks } from "./scale";

interface Marks {
  /** Pixels of the ruler, and of everything with the lanes below it. */
  readonly height: number;
  readonly below: number;
  readonly loop: { readonly a: number | null; readonly b: number | null };
  readonly chosen: { readonly start: number | null; readonly end: number | null } | null;
}

const APART = 84;
const INK = "#a7afbb";
const LINE = "rgb(255 255 255 / 8%)";

/** Clear the canvas and paint the ruler; the context counts in CSS pixels. */
export function paintRuler(context: CanvasRenderingContext2D, scale: Scale, marks: Marks): void {
  context.clearRect(0, 0, scale.width, marks.below);
  const { step, times } = ticks(scale, APART);
  const digits = step >= 1000 ? 0 : step >= 100 ? 1 : 2;
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "middle";
  for (const time of times) {
    const x = Math.round(pixelOf(scale, time));
    context.fillStyle = LINE;
    context.fillRect(x, 0, 1, marks.below);
    context.fillStyle = INK;
    context.fillText(clockText(time, digits), x + 5, marks.height / 2 + 1);
  }
  paintSpan(context, scale, marks, marks.loop.a, marks.loop.b, "rgb(141 139 255 / 22%)");
  if (marks.chosen) {
    paintSpan(
      context,
      scale,
      marks,
      marks.chosen.start,
      marks.chosen.end ?? marks.chosen.start,
      "rgb(255 255 255 / 10%)",
    );
  }
}

function paintSpan(
  context: CanvasRenderingContext2D,
  scale: Scale,
  marks: Marks,
  from: number | null,
  to: number | null,
  colour: string,
): void {
  if (from === null) {
    return;
  }
  const left = pixelOf(scale, from);
  context.fillStyle = colour;
  context.fillRect(left, 0, Math.max(2, pixelOf(scale, to ?? from) - left), marks.below);
}
