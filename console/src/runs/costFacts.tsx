/** What a run or a step used, as far as anybody measured it: what nobody measured is left out, and never guessed. */
import type { ReactElement, ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { Schema } from "../api/client";
import { Bytes } from "../ui/values";
import { Took } from "./Took";

interface CostFact {
  readonly name: string;
  readonly shown: ReactNode;
}

/** Return the name of each figure and how it is shown, in the order in which they are read. */
export function useCostFacts(cost: Schema<"Cost"> | null | undefined): CostFact[] {
  const t = useTranslations("runs");
  const facts = [
    { name: t("cpuTime"), value: cost?.cpuSeconds, show: (seconds: number) => <UsedSeconds seconds={seconds} /> },
    { name: t("gpuTime"), value: cost?.gpuSeconds, show: (seconds: number) => <UsedSeconds seconds={seconds} /> },
    { name: t("filesRead"), value: cost?.bytesRead, show: (bytes: number) => <Bytes bytes={bytes} /> },
    { name: t("filesWritten"), value: cost?.bytesWritten, show: (bytes: number) => <Bytes bytes={bytes} /> },
  ];
  return facts.flatMap(({ name, value, show }) => (typeof value === "number" ? [{ name, shown: show(value) }] : []));
}

/** Seconds of use: of less than one, two digits, since "0 s" would say that nothing was used. */
function UsedSeconds({ seconds }: { readonly seconds: number }): ReactElement {
  const format = useFormatter();
  if (seconds >= 1) {
    return <Took seconds={seconds} />;
  }
  const few = { style: "unit", unit: "second", unitDisplay: "narrow", maximumSignificantDigits: 2 } as const;
  return <span className="numbers">{format.number(seconds, few)}</span>;
}
