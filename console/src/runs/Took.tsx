/** How long a step took: seconds with a tenth while they are few. */
import type { ReactElement } from "react";
import { useFormatter } from "use-intl";
import { durationWords } from "../ui/formats";

export function useTook(): (seconds: number) => string {
  const format = useFormatter();
  return (seconds) =>
    seconds < 60
      ? format.number(seconds, {
          style: "unit",
          unit: "second",
          unitDisplay: "narrow",
          maximumFractionDigits: seconds < 10 ? 1 : 0,
        })
      : durationWords(seconds * 1000);
}

export function Took({ seconds }: { readonly seconds: number }): ReactElement {
  const took = useTook();
  return (
    <time className="numbers" dateTime={`PT${seconds}S`}>
      {took(seconds)}
    </time>
  );
}
