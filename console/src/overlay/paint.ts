/** Paints boxes: solid where they were seen, dashed where they are held or moved; labels are drawn once and kept. */
import { placed, type Rect } from "../player/fit";
import type { VisibleBox } from "./boxTracks";

type Context = CanvasRenderingContext2D;
export type Bitmap = CanvasImageSource & { readonly width: number; readonly height: number };

export interface BoxStyle {
  /** CSS colour of a result's boxes. */
  colour(result: string): string;
  label(box: VisibleBox): string;
  /** Device pixels of a CSS pixel. */
  readonly pixelRatio: number;
  /** Number of the box that is ringed. */
  readonly chosen: number | null;
}

const LINE = 2;
const DASHES = [7, 5];
const MOST_LABELS = 2000;
const NO_DASHES: number[] = [];

/** Draws labels once: measuring and drawing text for every frame costs ten times as much. */
export class LabelCache {
  readonly #made = new Map<string, Bitmap>();
  readonly #make: (text: string, colour: string, pixelRatio: number) => Bitmap;

  constructor(make: (text: string, colour: string, pixelRatio: number) => Bitmap = labelBitmap) {
    this.#make = make;
  }

  of(text: string, colour: string, pixelRatio: number): Bitmap {
    const key = `${pixelRatio}\n${colour}\n${text}`;
    const known = this.#made.get(key);
    if (known) return known;
    if (this.#made.size >= MOST_LABELS) this.#made.clear();
    const made = this.#make(text, colour, pixelRatio);
    this.#made.set(key, made);
    return made;
  }
}

/** Paint all boxes over a cleared canvas; the context counts in CSS pixels. */
export function paintBoxes(
  context: Context,
  element: Rect,
  picture: Rect,
  boxes: readonly VisibleBox[],
  style: BoxStyle,
  labels: LabelCache,
): void {
  context.clearRect(0, 0, element.width, element.height);
  for (const each of boxes) paintBox(context, placed(picture, each), each, style);
  context.globalAlpha = 1;
  context.setLineDash(NO_DASHES);
  for (const each of boxes) paintLabel(context, element, placed(picture, each), each, style, labels);
}

function paintBox(context: Context, at: Rect, box: VisibleBox, style: BoxStyle): void {
  const isSeen = box.sight === "seen";
  context.setLineDash(isSeen ? NO_DASHES : DASHES);
  context.globalAlpha = isSeen ? 0.9 : 0.55;
  context.strokeStyle = "#000";
  context.lineWidth = LINE + 2;
  context.strokeRect(at.x, at.y, at.width, at.height);
  context.globalAlpha = 1;
  context.strokeStyle = style.colour(box.result);
  context.lineWidth = box.id === style.chosen ? LINE * 2 : LINE;
  context.strokeRect(at.x, at.y, at.width, at.height);
  if (box.id === style.chosen) {
    context.globalAlpha = 0.18;
    context.fillStyle = style.colour(box.result);
    context.fillRect(at.x, at.y, at.width, at.height);
  }
}

function paintLabel(
  context: Context,
  element: Rect,
  at: Rect,
  box: VisibleBox,
  style: BoxStyle,
  labels: LabelCache,
): void {
  const text = style.label(box);
  if (text === "") return;
  const bitmap = labels.of(text, style.colour(box.result), style.pixelRatio);
  const width = bitmap.width / style.pixelRatio;
  const height = bitmap.height / style.pixelRatio;
  const above = at.y - height - LINE / 2;
  const x = Math.max(0, Math.min(at.x - LINE / 2, element.width - width));
  context.drawImage(bitmap, x, above >= 0 ? above : at.y + LINE / 2, width, height);
}

const FONT = "600 12px system-ui, 'Noto Sans JP', sans-serif";
const WIDEST = 320;

function labelBitmap(text: string, colour: string, pixelRatio: number): Bitmap {
  const measured = context2d(document.createElement("canvas"));
  measured.font = FONT;
  const shown = shortened(text, (part) => measured.measureText(part).width <= WIDEST);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil((measured.measureText(shown).width + 12) * pixelRatio);
  canvas.height = Math.ceil(20 * pixelRatio);
  const context = context2d(canvas);
  context.scale(pixelRatio, pixelRatio);
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(0, 0, canvas.width / pixelRatio, 20, 4);
  context.fill();
  context.font = FONT;
  context.fillStyle = "#0b0d10";
  context.textBaseline = "middle";
  context.fillText(shown, 6, 10.5);
  return canvas;
}

/** Return a text, cut with an ellipsis where it does not fit. */
export function shortened(text: string, fits: (part: string) => boolean): string {
  if (fits(text)) return text;
  const letters = [...text];
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (fits(`${letters.slice(0, middle).join("")}…`)) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join("")}…`;
}

function context2d(canvas: HTMLCanvasElement): Context {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser has no canvas");
  return context;
}
