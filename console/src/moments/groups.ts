/** Moments of one name together, as lists show them. */
import type { Kind, Moment } from "./moments";

export interface Group {
  readonly key: string;
  readonly result: string;
  readonly kind: Kind;
  readonly title: string;
  readonly moments: readonly Moment[];
  /** Percent of the surest; null where none has one. */
  readonly confidence: number | null;
  /** Milliseconds that it can be seen or heard altogether. */
  readonly millis: number;
  /** Of how many detections they are made. */
  readonly detections: number;
  readonly isConfirmed: boolean;
}

export type GroupOrder = "frequent" | "sure" | "time";

/** Return moments by result and title, in the order that is asked for. */
export function groupsOf(moments: readonly Moment[], order: GroupOrder): Group[] {
  const found = new Map<string, Moment[]>();
  for (const each of moments) {
    const key = `${each.result}\n${each.title}`;
    const known = found.get(key);
    if (known) {
      known.push(each);
    } else {
      found.set(key, [each]);
    }
  }
  return [...found].map(([key, of]) => groupOf(key, of)).sort(ORDERS[order]);
}

const ORDERS: Record<GroupOrder, (one: Group, other: Group) => number> = {
  frequent: (one, other) => other.millis - one.millis || other.detections - one.detections,
  sure: (one, other) => (other.confidence ?? 0) - (one.confidence ?? 0),
  time: (one, other) => (one.moments[0]?.start ?? 0) - (other.moments[0]?.start ?? 0),
};

function groupOf(key: string, moments: readonly Moment[]): Group {
  const [first] = moments as [Moment, ...Moment[]];
  const known = moments.flatMap((each) => (each.confidence === null ? [] : [each.confidence]));
  return {
    key,
    result: first.result,
    kind: first.kind,
    title: first.title,
    moments,
    confidence: known.length > 0 ? Math.max(...known) : null,
    millis: moments.reduce((sum, each) => sum + Math.max(0, (each.end ?? each.start ?? 0) - (each.start ?? 0)), 0),
    detections: moments.reduce((sum, each) => sum + each.count, 0),
    isConfirmed: moments.every((each) => each.fields["Review"] === "Confirmed"),
  };
}
