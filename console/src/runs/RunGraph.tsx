/** The plan of a run as a graph, with how far each step is. */
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import type { StepView } from "../api/runQueries";
import { PlanGraph } from "./PlanGraph";
import { StepMark } from "./StepMark";
import { reasonOf, shownStep } from "./steps";
import { useTook } from "./Took";

interface RunGraphProps {
  readonly steps: readonly StepView[];
  readonly selected: string;
  readonly onSelect: (name: string) => void;
}

export function RunGraph({ steps, selected, onSelect }: RunGraphProps): ReactElement {
  const t = useTranslations("runs");
  const took = useTook();
  const more = (step: StepView): string => {
    const ended = typeof step.seconds === "number" ? ` · ${took(step.seconds)}` : "";
    return `${t(shownStep(step).word)}${step.progress ? ` ${step.progress}` : ended}`;
  };
  return (
    <PlanGraph
      selected={selected}
      onSelect={onSelect}
      steps={steps.map((step) => ({
        name: step.name,
        stage: step.stage,
        after: step.after ?? [],
        optionalAfter: step.optionalAfter ?? [],
        words: `, ${step.stage}. ${reasonOf(step)}`,
        mark: <StepMark step={step} size={18} />,
        more: more(step),
        tone: shownStep(step).tone,
        isOff: step.state === "Skipped",
      }))}
    />
  );
}
