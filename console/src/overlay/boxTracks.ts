/**
 * Boxes over the picture, in columns, and which of them are there at an instant.
 *
 * It is honest about what was looked at. An operator looks at some frames only: in those a box is `seen`. Until its next
 * look, as long as looks are usually apart, it is `held`. Between two looks at one track it is `between`, on the straight
 * line. Nothing is held or moved across a cut.
 */
import { firstFrom, lastUntil } from "../moments/sorted";
import { frameNear, type Rate } from "../player/rate";
import type { BoxColumns } from "./boxColumns";

export type Sight = "seen" | "held" | "between";

/** A box at an instant; fractions of the picture, percent (-1: not known). */
export interface VisibleBox {
  id: number;
  left: number;
  top: number;
  width: number;
  height: number;
  confidence: number;
  title: string;
  result: string;
  sight: Sight;
  /** Milliseconds of the look that it is from; of the one before, for `between`. */
  seenAt: number;
}

/** Milliseconds that a box is held when an operator looked only once: the usual interval of frames. */
const ALONE = 1000;
/** Looks at one track that are more than this many usual intervals apart are not joined by a line. */
const MOST_INTERVALS = 2;
const BOX = 10_000;

interface Series {
  /** Numbers of the boxes by their time. */
  readonly boxes: Int32Array;
  readonly starts: Int32Array;
}

interface Looks {
  readonly times: Int32Array;
  readonly usual: number;
}

interface Found {
  readonly columns: BoxColumns;
  readonly looks: Looks[];
  readonly points: Series[];
  readonly tracks: Series[];
  readonly spans: Series;
  readonly longestSpan: number;
  readonly timeless: readonly number[];
}

export class BoxTracks {
  readonly #found: Found;
  readonly #cuts: Int32Array;
  readonly #pool: VisibleBox[] = [];

  /** `cuts` are the milliseconds at which shots begin. */
  constructor(columns: BoxColumns, cuts: readonly number[] = []) {
    this.#found = arranged(columns);
    this.#cuts = Int32Array.from([...new Set(cuts)].sort((one, other) => one - other));
  }

  get size(): number {
    return this.#found.columns.start.length;
  }

  /** Return titles with their result and how many boxes they have, the most frequent first. */
  names(): { result: string; title: string; boxes: number }[] {
    const { columns } = this.#found;
    const counted = new Map<string, { result: string; title: string; boxes: number }>();
    for (let at = 0; at < columns.start.length; at++) {
      const key = `${columns.result[at]} ${columns.title[at]}`;
      const known = counted.get(key);
      if (known) known.boxes += 1;
      else counted.set(key, { result: this.#result(at), title: this.#title(at), boxes: 1 });
    }
    return [...counted.values()].sort((one, other) => other.boxes - one.boxes);
  }

  /** Return the times at which boxes of a result were seen. */
  looks(result: string): Int32Array {
    return this.#found.looks[this.#found.columns.results.indexOf(result)]?.times ?? new Int32Array();
  }

  /**
   * Return the boxes that are there at a time, those that are surely there last, so that they are painted on top.
   *
   * The array and its objects are used again by the next call.
   */
  at(ms: number, rate: Rate | null, isShown: (result: string, confidence: number) => boolean): readonly VisibleBox[] {
    const shown: VisibleBox[] = [];
    const add = (box: VisibleBox): void => {
      if (isShown(box.result, box.confidence)) shown.push(box);
    };
    this.#addPoints(ms, rate, add);
    this.#addTracks(ms, rate, add);
    this.#addSpans(ms, rate, add);
    for (const each of this.#found.timeless) add(this.#box(each, "seen"));
    return shown.sort((one, other) => ORDER[one.sight] - ORDER[other.sight] || one.confidence - other.confidence);
  }

  #addPoints(ms: number, rate: Rate | null, add: (box: VisibleBox) => void): void {
    this.#found.points.forEach((series, result) => {
      const looks = this.#found.looks[result];
      const last = looks ? lastUntil(looks.times, at(ms, rate)) : -1;
      const look = looks?.times[last];
      if (!looks || look === undefined || ms >= this.#heldUntil(look, looks, looks.times[last + 1])) return;
      const sight = isSame(look, ms, rate) ? "seen" : "held";
      for (let place = firstFrom(series.starts, look); series.starts[place] === look; place++)
        add(this.#box(series.boxes[place] as number, sight));
    });
  }

  #addTracks(ms: number, rate: Rate | null, add: (box: VisibleBox) => void): void {
    for (const series of this.#found.tracks) {
      const place = lastUntil(series.starts, at(ms, rate));
      const look = series.starts[place];
      const box = series.boxes[place];
      if (look === undefined || box === undefined) continue;
      const looks = this.#found.looks[this.#found.columns.result[box] as number] as Looks;
      const next = series.starts[place + 1];
      if (isSame(look, ms, rate)) add(this.#box(box, "seen"));
      else if (next !== undefined && next - look <= looks.usual * MOST_INTERVALS && !this.#isCut(look, next))
        add(this.#moved(box, series.boxes[place + 1] as number, (ms - look) / (next - look)));
      else if (ms < this.#heldUntil(look, looks, next)) add(this.#box(box, "held"));
    }
  }

  #addSpans(ms: number, rate: Rate | null, add: (box: VisibleBox) => void): void {
    const { spans, longestSpan, columns } = this.#found;
    for (let place = firstFrom(spans.starts, ms - longestSpan); place < spans.starts.length; place++) {
      const start = spans.starts[place] as number;
      if (start > at(ms, rate)) return;
      const box = spans.boxes[place] as number;
      const same = isSame(start, ms, rate);
      if (same || ms < (columns.end[box] as number)) add(this.#box(box, same ? "seen" : "held"));
    }
  }

  #heldUntil(look: number, looks: Looks, next: number | undefined): number {
    const usual = Math.min(next ?? Number.POSITIVE_INFINITY, look + looks.usual);
    const cut = this.#cuts[firstFrom(this.#cuts, look + 1)];
    return cut === undefined ? usual : Math.min(usual, cut);
  }

  #isCut(from: number, to: number): boolean {
    const cut = this.#cuts[firstFrom(this.#cuts, from + 1)];
    return cut !== undefined && cut <= to;
  }

  #box(id: number, sight: Sight): VisibleBox {
    const { columns } = this.#found;
    const box = this.#pool[id] ?? ({} as VisibleBox);
    this.#pool[id] = box;
    box.id = id;
    box.left = (columns.left[id] as number) / BOX;
    box.top = (columns.top[id] as number) / BOX;
    box.width = (columns.width[id] as number) / BOX;
    box.height = (columns.height[id] as number) / BOX;
    box.confidence = shownPercent(columns.confidence[id] as number);
    box.title = this.#title(id);
    box.result = this.#result(id);
    box.sight = sight;
    box.seenAt = columns.start[id] as number;
    return box;
  }

  #moved(from: number, to: number, share: number): VisibleBox {
    const { columns } = this.#found;
    const box = this.#box(from, "between");
    const along = (column: readonly number[]): number =>
      ((column[from] as number) + ((column[to] as number) - (column[from] as number)) * share) / BOX;
    box.left = along(columns.left);
    box.top = along(columns.top);
    box.width = along(columns.width);
    box.height = along(columns.height);
    return box;
  }

  #title(id: number): string {
    const { columns } = this.#found;
    return columns.titles[columns.title[id] as number] ?? "";
  }

  #result(id: number): string {
    const { columns } = this.#found;
    return columns.results[columns.result[id] as number] ?? "";
  }
}

const ORDER: Record<Sight, number> = { between: 0, held: 1, seen: 2 };

function arranged(columns: BoxColumns): Found {
  const points: number[][] = columns.results.map(() => []);
  const tracks = new Map<string, number[]>();
  const spans: number[] = [];
  const timeless: number[] = [];
  const looks: number[][] = columns.results.map(() => []);
  let longestSpan = 0;
  for (let each = 0; each < columns.start.length; each++) {
    const start = columns.start[each] as number;
    const end = columns.end[each] as number;
    const result = columns.result[each] as number;
    if (start < 0) timeless.push(each);
    else if ((columns.track[each] as number) >= 0) {
      const key = `${result} ${columns.track[each]}`;
      const known = tracks.get(key);
      if (known) known.push(each);
      else tracks.set(key, [each]);
      looks[result]?.push(start);
    } else if (end > start) {
      spans.push(each);
      longestSpan = Math.max(longestSpan, end - start);
    } else {
      points[result]?.push(each);
      looks[result]?.push(start);
    }
  }
  return {
    columns,
    looks: looks.map(looksOf),
    points: points.map((each) => seriesOf(each, columns)),
    tracks: [...tracks.values()].map((each) => seriesOf(each, columns)),
    spans: seriesOf(spans, columns),
    longestSpan,
    timeless,
  };
}

function seriesOf(boxes: number[], columns: BoxColumns): Series {
  const sorted = boxes.sort((one, other) => (columns.start[one] as number) - (columns.start[other] as number));
  return { boxes: Int32Array.from(sorted), starts: Int32Array.from(sorted, (each) => columns.start[each] as number) };
}

function looksOf(times: number[]): Looks {
  const sorted = Int32Array.from([...new Set(times)].sort((one, other) => one - other));
  const gaps = Array.from(sorted.subarray(1), (later, place) => later - (sorted[place] as number));
  gaps.sort((one, other) => one - other);
  return { times: sorted, usual: gaps[Math.floor((gaps.length - 1) / 2)] ?? ALONE };
}

/** Return the latest time that still counts as begun: half a frame later than now, since times are rounded. */
function at(ms: number, rate: Rate | null): number {
  return rate ? ms + (500 * rate.den) / rate.num : ms + 20;
}

function isSame(look: number, ms: number, rate: Rate | null): boolean {
  return rate ? frameNear(rate, look) === frameNear(rate, ms) : Math.abs(look - ms) <= 20;
}

function shownPercent(tenths: number): number {
  return tenths < 0 ? -1 : tenths / 10;
}
