/** Counts beside each other, each with its name. */
import type { ReactElement } from "react";
import { useFormatter } from "use-intl";
import "./batches.css";

interface CountsProps {
  readonly label: string;
  /** Name → how many; `bad` where one is one too many. */
  readonly counts: readonly { readonly name: string; readonly count: number; readonly bad?: boolean }[];
}

export function Counts({ label, counts }: CountsProps): ReactElement {
  const format = useFormatter();
  return (
    <section className="card counts" aria-label={label}>
      <dl>
        {counts.map(({ name, count, bad = false }) => (
          <div key={name} data-bad={(bad && count > 0) || undefined}>
            <dt>{name}</dt>
            <dd className="numbers">{format.number(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
