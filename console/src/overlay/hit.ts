/** Which box somebody points at: of several the smallest, since it is the one that cannot be reached otherwise. */
import type { VisibleBox } from "./boxTracks";

/** Return the box at a point of the picture (fractions), null when there is none. */
export function boxAt(boxes: readonly VisibleBox[], x: number, y: number): VisibleBox | null {
  let found: VisibleBox | null = null;
  for (const each of boxes) {
    const inside = x >= each.left && x <= each.left + each.width && y >= each.top && y <= each.top + each.height;
    if (inside && (!found || each.width * each.height < found.width * found.height)) found = each;
  }
  return found;
}
