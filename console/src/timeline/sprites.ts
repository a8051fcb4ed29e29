/** Small pictures for seeking: tiles of a sheet, which a WebVTT file of `proxy` names (`sprites.jpg#xywh=0,0,160,90`). */
import { parseClock } from "../moments/format";
import { lastUntil } from "../moments/sorted";

export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Sprites {
  /** Milliseconds at which each begins, ascending. */
  readonly starts: readonly number[];
  readonly tiles: readonly Tile[];
}

const TIMES = /^((?:\d+:)?\d\d:\d\d\.\d{3}) --> /;
const PLACE = /#xywh=(\d+),(\d+),(\d+),(\d+)\s*$/;

/** Return the tiles that a file names; lines that name none are left out. */
export function spritesOf(vtt: string): Sprites {
  const starts: number[] = [];
  const tiles: Tile[] = [];
  let start: number | null = null;
  for (const line of vtt.split(/\r?\n/)) {
    const times = TIMES.exec(line);
    const place = PLACE.exec(line);
    if (times) start = parseClock(times[1] ?? "");
    else if (place && start !== null) {
      const [x, y, width, height] = place.slice(1).map(Number) as [number, number, number, number];
      starts.push(start);
      tiles.push({ x, y, width, height });
      start = null;
    }
  }
  return { starts, tiles };
}

/** Return the tile for a time, null when there is none. */
export function tileAt(sprites: Sprites, ms: number): Tile | null {
  return sprites.tiles[Math.max(0, lastUntil(sprites.starts, ms))] ?? null;
}
