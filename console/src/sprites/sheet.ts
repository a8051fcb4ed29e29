/** Seek previews: which part of which picture shows a time, as a WebVTT file with `#xywh` says (Media Fragments). */

export interface Tile {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const CUE =
  /(?:(\d+):)?(\d{2}):(\d{2})\.(\d{3}) --> (?:(\d+):)?(\d{2}):(\d{2})\.(\d{3})[^\n]*\n([^#\n]+)#xywh=(\d+),(\d+),(\d+),(\d+)/g;

/** The tiles of a file in the order of time; what is no cue with a place is left out. Times are milliseconds. */
export function parseTiles(text: string): Tile[] {
  return [...text.replaceAll("\r\n", "\n").matchAll(CUE)].map((match) => {
    const at = (place: number): number => Number(match[place] ?? 0);
    const time = (place: number): number =>
      ((at(place) * 60 + at(place + 1)) * 60 + at(place + 2)) * 1000 + at(place + 3);
    return { file: match[9] ?? "", start: time(1), end: time(5), x: at(10), y: at(11), width: at(12), height: at(13) };
  });
}

/** The tile at a fraction (0 … 1) of the whole; undefined when there is none. */
export function tileAt(tiles: readonly Tile[], fraction: number): Tile | undefined {
  return tiles[Math.min(tiles.length - 1, Math.max(0, Math.floor(fraction * tiles.length)))];
}
