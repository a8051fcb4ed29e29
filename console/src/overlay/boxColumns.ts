/** Boxes as the API sends them: in columns, page after page. */

/** The answer of `GET /v1/assets/{id}/boxes`: the nth value of every column is of the nth box. */
export interface BoxColumns {
  readonly results: readonly string[];
  readonly titles: readonly string[];
  readonly result: readonly number[];
  readonly title: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly left: readonly number[];
  readonly top: readonly number[];
  readonly width: readonly number[];
  readonly height: readonly number[];
  readonly confidence: readonly number[];
  /** Number of the track that it is a sample of; -1 for what stands alone. */
  readonly track: readonly number[];
}

/** Join pages of boxes: each names results, titles and tracks by its own numbers. */
export function joinedColumns(pages: readonly BoxColumns[]): BoxColumns {
  const results: string[] = [];
  const titles: string[] = [];
  const resultAt = new Map<string, number>();
  const titleAt = new Map<string, number>();
  const number = (known: string[], places: Map<string, number>, text: string): number => {
    const place = places.get(text);
    if (place !== undefined) return place;
    places.set(text, known.length);
    return known.push(text) - 1;
  };
  const column = (name: "start" | "end" | "left" | "top" | "width" | "height" | "confidence" | "track"): number[] =>
    pages.flatMap((page) => page[name] as number[]);
  return {
    results,
    titles,
    result: pages.flatMap((page) => page.result.map((each) => number(results, resultAt, page.results[each] ?? ""))),
    title: pages.flatMap((page) => page.title.map((each) => number(titles, titleAt, page.titles[each] ?? ""))),
    start: column("start"),
    end: column("end"),
    left: column("left"),
    top: column("top"),
    width: column("width"),
    height: column("height"),
    confidence: column("confidence"),
    track: column("track"),
  };
}
