/** Places in sorted numbers, found by halving. */

export type Sorted = ArrayLike<number>;

/** Return the place of the last value that is not above another; -1 when there is none. */
export function lastUntil(values: Sorted, value: number): number {
  return firstFrom(values, Math.floor(value) + 1) - 1;
}

/** Return the place of the first value that is not below another. */
export function firstFrom(values: Sorted, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
