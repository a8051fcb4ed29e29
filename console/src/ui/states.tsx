/** What stands where nothing is yet: shapes of what comes, what to do first, and how far something is. */
import type { LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { ProgressBar } from "react-aria-components";
import { useTranslations } from "use-intl";
import type { Tone } from "../runs/states";

interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function Empty({ icon: Icon, title, children, actions }: EmptyProps): ReactElement {
  return (
    <div className="empty">
      <Icon aria-hidden strokeWidth={1.8} />
      <h2>{title}</h2>
      {children}
      {actions ? <div className="empty-actions">{actions}</div> : null}
    </div>
  );
}

/** Grey shapes of what is on its way, said once to screen readers. */
export function Skeletons({ count, height }: { readonly count: number; readonly height: number }): ReactElement {
  const t = useTranslations("shell");
  return (
    <div role="status" aria-label={t("loading")} style={{ display: "grid", gap: 10 }}>
      {Array.from({ length: count }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike, and never in another order
        <div key={at} className="skeleton" style={{ height, opacity: 1 - at / count }} />
      ))}
    </div>
  );
}

interface BadgeProps {
  readonly tone?: Tone;
  readonly children: ReactNode;
}

export function Badge({ tone = "neutral", children }: BadgeProps): ReactElement {
  return (
    <span className="badge" data-tone={tone}>
      {children}
    </span>
  );
}

interface ProgressProps {
  readonly label: string;
  /** 0 … 1; undefined while nobody knows how far it is. */
  readonly value: number | undefined;
}

export function Ring({ label, value, size = 22 }: ProgressProps & { readonly size?: number }): ReactElement {
  const round = 2 * Math.PI * 9;
  const shown = value ?? 0.25;
  return (
    <ProgressBar aria-label={label} isIndeterminate={value === undefined} value={100 * shown}>
      <svg
        aria-hidden="true"
        className="ring"
        width={size}
        height={size}
        viewBox="0 0 22 22"
        data-spinning={value === undefined ? "" : undefined}
      >
        <circle cx="11" cy="11" r="9" />
        <circle cx="11" cy="11" r="9" strokeDasharray={round} strokeDashoffset={round * (1 - shown)} />
      </svg>
    </ProgressBar>
  );
}

export function Bar({ label, value, tone }: ProgressProps & { readonly tone?: "good" | "bad" }): ReactElement {
  return (
    <ProgressBar aria-label={label} value={100 * (value ?? 0)} isIndeterminate={value === undefined}>
      <div className="progress-bar" data-tone={tone}>
        <div style={{ width: `${100 * (value ?? 0)}%` }} />
      </div>
    </ProgressBar>
  );
}
