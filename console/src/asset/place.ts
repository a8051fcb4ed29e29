/** Where somebody is on the page of an asset: everything of it stands in the address, so that a link leads there. */
import { numberIn, type Raw, textIn } from "../app/searchParams";

export interface Place {
  /** Seconds. */
  readonly t?: number;
  /** Number of the frame, which wins over `t` where the rate is known. */
  readonly f?: number;
  readonly tab?: string;
  /** Key of the lane that `[` and `]` go along. */
  readonly lane?: string;
  /** Id of the moment that is chosen. */
  readonly m?: string;
  /** Percent below which nothing is shown. */
  readonly min?: number;
  /** What is looked for in the transcript. */
  readonly q?: string;
  /** Id of the run that what is shown is compared with. */
  readonly cmp?: string;
}

/** Changes of a place; undefined takes a part away. */
export type PlaceChange = { readonly [Name in keyof Place]?: Place[Name] | undefined };

const LONGEST_SECONDS = 1_000_000;

/** Read a place from the parameters of an address; what makes no sense is left out. */
export function placeIn(raw: Raw): Place {
  return without({
    t: numberIn(raw, "t", 0, LONGEST_SECONDS),
    f: numberIn(raw, "f", 0, LONGEST_SECONDS * 1000),
    tab: textIn(raw, "tab", 100) || undefined,
    lane: textIn(raw, "lane", 300) || undefined,
    m: textIn(raw, "m", 100) || undefined,
    min: numberIn(raw, "min", 0, 100) || undefined,
    q: textIn(raw, "q", 300) || undefined,
    cmp: textIn(raw, "cmp", 100) || undefined,
  });
}

/** Return a place after a change. */
export function changedPlace(place: Place, change: PlaceChange): Place {
  return without({ ...place, ...change });
}

function without(place: PlaceChange): Place {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined && value !== "")) as Place;
}
