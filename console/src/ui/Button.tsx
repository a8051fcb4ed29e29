/** Buttons: with words, or an icon that says its words on hover, focus and to screen readers. */
import type { ReactElement, ReactNode } from "react";
import { Button as AriaButton, type ButtonProps, ToggleButton, Tooltip, TooltipTrigger } from "react-aria-components";

export type ButtonKind = "plain" | "primary" | "danger" | "quiet";

interface Look {
  readonly kind?: ButtonKind;
  readonly size?: "medium" | "small" | "icon";
}

export function Button({ kind = "plain", size = "medium", ...rest }: ButtonProps & Look): ReactElement {
  return <AriaButton {...rest} className="button" data-kind={kind} data-size={size} />;
}

interface IconButtonProps extends Omit<ButtonProps, "children">, Look {
  readonly label: string;
  /** Keys that do the same, as they are shown: `/`. */
  readonly keys?: string;
  readonly children: ReactNode;
}

export function IconButton({ label, keys, kind = "quiet", children, ...rest }: IconButtonProps): ReactElement {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton {...rest} aria-label={label} className="button" data-kind={kind} data-size="icon">
        {children}
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {label} {keys ? <kbd>{keys}</kbd> : null}
      </Tooltip>
    </TooltipTrigger>
  );
}

interface IconToggleProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly children: ReactNode;
}

export function IconToggle({ label, children, ...rest }: IconToggleProps): ReactElement {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <ToggleButton {...rest} aria-label={label} className="button" data-kind="quiet" data-size="icon">
        {children}
      </ToggleButton>
      <Tooltip className="tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
