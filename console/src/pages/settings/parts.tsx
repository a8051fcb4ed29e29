/** A part of the settings: its heading, and what the API says of it, or why it says nothing. */
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactElement, type ReactNode, useId } from "react";
import { ProblemNote } from "../../ui/ProblemNote";
import { Skeletons } from "../../ui/states";

interface PartProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function Part({ title, children }: PartProps): ReactElement {
  const id = useId();
  return (
    <section className="card settings-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface AskedProps<Data> {
  readonly query: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}

export function Asked<Data>({ query, children }: AskedProps<Data>): ReactElement {
  if (query.data !== undefined) {
    return <>{children(query.data)}</>;
  }
  if (query.error) {
    return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Skeletons count={2} height={24} />;
}
