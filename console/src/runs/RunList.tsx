/** The plan of a run as a list: the graph's twin, and what narrow screens show. */
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import type { StepView } from "../api/runQueries";
import { StepBadge } from "./StepMark";
import { byStage, reasonOf } from "./steps";
import { Took } from "./Took";

interface RunListProps {
  readonly steps: readonly StepView[];
  readonly selected: string;
  readonly onSelect: (name: string) => void;
}

export function RunList({ steps, selected, onSelect }: RunListProps): ReactElement {
  const t = useTranslations("runs");
  return (
    <div className="step-list">
      {byStage(steps).map(({ stage, steps: found }) => (
        <section key={stage}>
          <h3>{stage}</h3>
          <ul>
            {found.map((step) => (
              <li key={step.name}>
                <button
                  type="button"
                  className="step-row"
                  aria-pressed={step.name === selected}
                  onClick={() => onSelect(step.name)}
                >
                  <span className="step-row-name">{step.name}</span>
                  <span className="step-row-why">{reasonOf(step)}</span>
                  {typeof step.seconds === "number" ? (
                    <span className="muted" title={t("took")}>
                      <Took seconds={step.seconds} />
                    </span>
                  ) : null}
                  <StepBadge step={step} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
