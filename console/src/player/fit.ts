/**
 * Where the picture is inside its element: scaled as a whole and centred (`object-fit: contain`).
 *
 * A browser says the size of a video or image in its display shape: non-square pixels are stretched and a rotation is
 * applied already. Boxes are fractions of that same shape, so that one formula serves letterbox, pillarbox, and both.
 */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

export interface Fractions {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const NOTHING: Rect = { x: 0, y: 0, width: 0, height: 0 };

/** Return the rectangle that a picture fills of its element; empty before the size of either is known. */
export function fitRect(element: Size, picture: Size): Rect {
  if (element.width <= 0 || element.height <= 0 || picture.width <= 0 || picture.height <= 0) return NOTHING;
  const scale = Math.min(element.width / picture.width, element.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return { x: (element.width - width) / 2, y: (element.height - height) / 2, width, height };
}

/** Return a box in the coordinates of the element. */
export function placed(rect: Rect, box: Fractions): Rect {
  return {
    x: rect.x + box.left * rect.width,
    y: rect.y + box.top * rect.height,
    width: box.width * rect.width,
    height: box.height * rect.height,
  };
}

/** Return a point of the element as fractions of the picture; null outside of it. */
export function fractionsAt(rect: Rect, x: number, y: number): { x: number; y: number } | null {
  if (rect.width <= 0 || rect.height <= 0) return null;
  const found = { x: (x - rect.x) / rect.width, y: (y - rect.y) / rect.height };
  return found.x >= 0 && found.x <= 1 && found.y >= 0 && found.y <= 1 ? found : null;
}
