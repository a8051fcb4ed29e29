/** A part of a page of the catalogue, with a heading. */
import type { ReactElement, ReactNode } from "react";

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function Section({ title, children }: SectionProps): ReactElement {
  return (
    <section className="catalogue-section">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
