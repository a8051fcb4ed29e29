/** What is wrong, each with where it is, in the server's words. */
import type { ReactElement } from "react";
import type { Schema } from "../api/client";

export function ProblemList({
  problems,
}: {
  readonly problems: readonly Schema<"FieldProblem">[];
}): ReactElement | null {
  return problems.length === 0 ? null : (
    <ul className="field-error">
      {problems.map((each) => (
        <li key={`${each.at} ${each.message}`}>
          <code>{each.at}</code> {each.message}
        </li>
      ))}
    </ul>
  );
}
