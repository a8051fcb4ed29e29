/** What went wrong, in the reader's language; what the server said, what would be right, and how to go on. */
import { CircleAlert } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { problemOf } from "../api/problems";
import { Button } from "./Button";

interface ProblemNoteProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

export function ProblemNote({ error, onRetry }: ProblemNoteProps): ReactElement {
  const t = useTranslations("shell");
  const words = useProblemWords();
  const problem = problemOf(error);
  return (
    <div className="problem" role="alert">
      <CircleAlert size={18} aria-hidden />
      <h2>{words(error)}</h2>
      {problem.detail ? <p className="problem-text">{problem.detail}</p> : null}
      {problem.fields.length > 1 ? (
        <ul>
          {problem.fields.map((each) => (
            <li key={`${each.at} ${each.message}`}>
              <code>{each.at}</code> {each.message}
            </li>
          ))}
        </ul>
      ) : null}
      {problem.hint ? <p className="problem-text">{problem.hint}</p> : null}
      <div className="problem-actions">
        {onRetry ? (
          <Button size="small" onPress={onRetry}>
            {t("retry")}
          </Button>
        ) : null}
        <CopyButton label={t("copyDetails")} text={JSON.stringify({ at: location.href, ...problem }, null, 1)} />
      </div>
    </div>
  );
}

/** The sentence of a problem's code in the reader's language. */
export function useProblemWords(): (error: unknown) => string {
  const t = useTranslations("problem");
  return (error) => {
    const { code } = problemOf(error);
    const key = code as Parameters<typeof t>[0];
    return t(t.has(key) ? key : "unknown");
  };
}

export function CopyButton({ label, text }: { readonly label: string; readonly text: string }): ReactElement {
  const t = useTranslations("shell");
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <Button size="small" kind="quiet" onPress={() => void copy()}>
      {copied ? t("copied") : label}
    </Button>
  );
}
