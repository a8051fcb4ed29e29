/** What operators wrote: the newest line stays in view while the reader is at the end. */
import { ArrowDownToLine, Download } from "lucide-react";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { RefusedRequest } from "../api/problems";
import { logAddress } from "../api/runQueries";
import { IconToggle } from "../ui/Button";
import { ProblemNote } from "../ui/ProblemNote";
import { Ring } from "../ui/states";
import { useLog } from "./useLog";

interface LogViewProps {
  readonly id: string;
  /** Empty: of all operators. */
  readonly operator: string;
  readonly isRunning: boolean;
}

export function LogView({ id, operator, isRunning }: LogViewProps): ReactElement {
  const t = useTranslations("runs");
  const { log, isReading, problem } = useLog(id, operator, isRunning);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the lines
  useEffect(() => {
    if (isAtEnd && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [log, isAtEnd]);
  return (
    <div className="log">
      <div className="log-head">
        <h3>{t("log")}</h3>
        {isReading && isRunning ? (
          <span className="log-live">
            <Ring label={t("live")} value={undefined} size={13} /> {t("live")}
          </span>
        ) : null}
        <span className="log-tools">
          <IconToggle label={t("followLog")} isSelected={isAtEnd} onChange={setIsAtEnd}>
            <ArrowDownToLine size={16} aria-hidden />
          </IconToggle>
          <a
            className="button"
            data-kind="quiet"
            data-size="icon"
            href={logAddress(id, operator, false)}
            download={`${operator || "run"}.log`}
            aria-label={t("downloadLog")}
            title={t("downloadLog")}
          >
            <Download size={16} aria-hidden />
          </a>
        </span>
      </div>
      {problem ? <ProblemNote error={new RefusedRequest(problem)} /> : null}
      <div
        ref={box}
        className="log-lines"
        role="log"
        aria-label={t("log")}
        aria-live="off"
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
          setIsAtEnd(scrollHeight - scrollTop - clientHeight < 24)
        }
      >
        {log.dropped > 0 ? <p className="log-note">{t("logDropped", { count: log.dropped })}</p> : null}
        {log.lines.length === 0 && !problem ? (
          <p className="log-note">{isReading ? t("logReading") : isRunning ? t("logNone") : t("logEmpty")}</p>
        ) : null}
        {log.lines.map((line) => (
          <p key={line.number} className="log-line">
            {operator ? null : <span className="log-operator">{line.operator}</span>}
            {line.text}
          </p>
        ))}
      </div>
    </div>
  );
}
