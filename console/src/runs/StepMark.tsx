/** The sign of a step's state: a shape and a colour, so that neither is needed alone. */
import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleSlash,
  CircleX,
  Link2,
  LoaderCircle,
  type LucideIcon,
  SkipForward,
} from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import type { StepView } from "../api/runQueries";
import { Badge } from "../ui/states";
import { type ShownStep, shownStep } from "./steps";

const ICONS: Readonly<Record<ShownStep["icon"], LucideIcon>> = {
  pending: CircleDashed,
  running: LoaderCircle,
  waiting: CirclePause,
  done: CircleCheck,
  reused: Link2,
  skipped: SkipForward,
  failed: CircleX,
  stopped: CircleSlash,
};

type Shown = Pick<StepView, "state" | "reused">;

export function StepMark({ step, size = 16 }: { readonly step: Shown; readonly size?: number }): ReactElement {
  const { icon, tone } = shownStep(step);
  const Icon = ICONS[icon];
  return <Icon size={size} aria-hidden className="step-mark" data-tone={tone} data-icon={icon} />;
}

export function StepBadge({ step }: { readonly step: Shown }): ReactElement {
  const t = useTranslations("runs");
  const { word, tone } = shownStep(step);
  return (
    <Badge tone={tone}>
      <StepMark step={step} size={13} /> {t(word)}
    </Badge>
  );
}
