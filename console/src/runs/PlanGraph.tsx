/** A plan as a graph: lines are drawn, steps are buttons, arrow keys lead from one to the next. */
import { type KeyboardEvent, type ReactElement, type ReactNode, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { type Arrow, type GraphStep, layoutOf, NODE, neighbourOf, type PlanLayout } from "./graph";

export interface GraphNode extends GraphStep {
  /** What screen readers hear after the name. */
  readonly words: string;
  readonly mark: ReactNode;
  /** A second line. */
  readonly more: ReactNode;
  readonly tone: string;
  /** Whether the step takes no part. */
  readonly isOff: boolean;
}

interface PlanGraphProps {
  readonly steps: readonly GraphNode[];
  readonly selected: string;
  readonly onSelect: (name: string) => void;
}

export function PlanGraph({ steps, selected, onSelect }: PlanGraphProps): ReactElement {
  const t = useTranslations("runs");
  // Laid out anew only when the plan is another one: states come and go in the same places.
  const shape = steps.map((each) => `${each.name} ${each.stage} ${each.after.join(",")}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` says what of `steps` matters
  const plan = useMemo(() => layoutOf(steps), [shape]);
  const box = useRef<HTMLDivElement>(null);
  const reachable = steps.some((each) => each.name === selected) ? selected : steps[0]?.name;
  const pressed = (event: KeyboardEvent, name: string): void => {
    if (!event.key.startsWith("Arrow")) {
      return;
    }
    event.preventDefault();
    const next = neighbourOf(plan.nodes, name, event.key as Arrow);
    if (next !== undefined) {
      onSelect(next);
      box.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(next)}"]`)?.focus();
    }
  };
  const places = new Map(plan.nodes.map((each) => [each.name, each]));
  return (
    <div className="plan-scroll">
      <div
        ref={box}
        className="plan"
        role="group"
        aria-label={t("graph")}
        style={{ width: plan.width, height: plan.height }}
      >
        <Lines plan={plan} selected={selected} />
        {steps.map((step) => (
          <button
            key={step.name}
            type="button"
            className="plan-step"
            data-step={step.name}
            data-tone={step.tone}
            data-off={step.isOff || undefined}
            aria-pressed={step.name === selected}
            tabIndex={step.name === reachable ? 0 : -1}
            style={{ left: places.get(step.name)?.x, top: places.get(step.name)?.y, ...NODE }}
            onClick={() => onSelect(step.name)}
            onKeyDown={(event) => pressed(event, step.name)}
          >
            {step.mark}
            <span className="plan-step-text">
              <span className="truncate">{step.name}</span>
              <span className="plan-step-more truncate">{step.more}</span>
            </span>
            <span className="visually-hidden">{step.words}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

function Lines({ plan, selected }: { readonly plan: PlanLayout; readonly selected: string }): ReactElement {
  return (
    <>
      <svg className="plan-lines" width={plan.width} height={plan.height} aria-hidden="true">
        {plan.edges.map((each) => (
          <path
            key={`${each.from} ${each.to}`}
            d={each.path}
            data-optional={each.isOptional || undefined}
            data-selected={each.from === selected || each.to === selected || undefined}
          />
        ))}
      </svg>
      {plan.bands.map((each) => (
        <span key={each.stage} className="plan-stage truncate" style={{ left: each.x, width: each.width }}>
          {each.stage}
        </span>
      ))}
    </>
  );
}
