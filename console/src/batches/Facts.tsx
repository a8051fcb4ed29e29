/** What was asked for: names and values below each other. */
import type { ReactElement, ReactNode } from "react";
import "./batches.css";

interface FactsProps {
  /** In the order in which they are read; those that are null are left out. */
  readonly facts: readonly { readonly name: string; readonly value: ReactNode | null }[];
}

export function Facts({ facts }: FactsProps): ReactElement {
  return (
    <dl className="card asked-facts">
      {facts.map(({ name, value }) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
