/** What a caller may do: buttons follow it, and one that may not be pressed says why in words. */
import { useQuery } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { type ReactElement, type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import type { Schema } from "../api/client";
import { rightsQuery } from "../api/queries";
import { Button, type ButtonKind } from "./Button";
import "../styles/rights.css";

type Right = Schema<"RightView">;

export const KINDS = ["mediaassets", "mediaexecutions", "mediaworkflows", "mediabatches", "mediasources"] as const;

export interface Asked {
  readonly namespace: string;
  readonly verb: Right["verb"];
  readonly kind: (typeof KINDS)[number];
}

export interface May {
  readonly allowed: boolean;
  /** What would allow it, in the server's words. */
  readonly reason: string;
}

/** Whether the caller may do something; yes until it is known, since the server decides in the end. */
export function useMay({ namespace, verb, kind }: Asked): May {
  const { data } = useQuery({ ...rightsQuery(namespace), enabled: namespace !== "" });
  const found = data?.items.find((each) => each.verb === verb && each.kind === kind);
  return { allowed: found?.allowed ?? true, reason: found?.reason ?? "" };
}

interface GuardedButtonProps {
  readonly asked: Asked;
  readonly onPress?: () => void;
  /** `submit` sends the form that it is in, as the Enter key does. */
  readonly type?: "button" | "submit";
  readonly children: ReactNode;
  readonly kind?: ButtonKind;
  readonly size?: "medium" | "small";
  readonly isPending?: boolean;
  readonly isDisabled?: boolean;
}

export function GuardedButton({ asked, children, isDisabled = false, ...rest }: GuardedButtonProps): ReactElement {
  const { allowed, reason } = useMay(asked);
  const id = useId();
  return (
    <span className="guarded">
      <Button {...rest} isDisabled={isDisabled || !allowed} {...(allowed ? {} : { "aria-describedby": id })}>
        {children}
      </Button>
      {allowed ? null : <NotAllowed id={id} reason={reason} />}
    </span>
  );
}

export function NotAllowed({ id, reason }: { readonly id?: string; readonly reason: string }): ReactElement {
  const t = useTranslations("rights");
  return (
    <span className="not-allowed" {...(id ? { id } : {})} title={reason}>
      <Lock size={12} aria-hidden /> {t("not")} <span className="visually-hidden">{reason}</span>
    </span>
  );
}
