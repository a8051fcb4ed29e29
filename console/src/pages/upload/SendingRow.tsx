/** One file on its way. */
import { Link } from "@tanstack/react-router";
import { Check, CircleAlert, X } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { problemOf } from "../../api/problems";
import { Button, IconButton } from "../../ui/Button";
import { useProblemWords } from "../../ui/ProblemNote";
import { Bar } from "../../ui/states";
import { Bytes } from "../../ui/values";
import type { Sending } from "./sendings";

interface SendingRowProps {
  readonly sending: Sending;
  readonly onRetry: () => void;
  readonly onDrop: () => void;
}

export function SendingRow({ sending, onRetry, onDrop }: SendingRowProps): ReactElement {
  const t = useTranslations("upload");
  const { file, step, sent, existed, asset, error } = sending;
  const words = useProblemWords();
  const isOver = step === "done" || step === "failed";
  return (
    <li className="sending" data-step={step}>
      <span className="sending-mark">
        {step === "done" ? <Check size={16} aria-hidden /> : null}
        {step === "failed" ? <CircleAlert size={16} aria-hidden /> : null}
      </span>
      <div className="sending-file">
        <p className="truncate">{file.name}</p>
        <p className="muted sending-facts">
          <Bytes bytes={file.size} />
          {" · "}
          {step === "failed" ? `${words(error)} ${problemOf(error).detail}` : t(existed && isOver ? "existed" : step)}
        </p>
        {isOver || step === "waiting" ? null : (
          <Bar label={file.name} value={step === "reading" ? undefined : sent / file.size} />
        )}
      </div>
      {step === "done" ? (
        <Link className="button" data-size="small" to="/assets/$id" params={{ id: asset }}>
          {t("open")}
        </Link>
      ) : null}
      {step === "failed" ? (
        <Button size="small" onPress={onRetry}>
          {t("retry")}
        </Button>
      ) : null}
      <IconButton label={t(isOver ? "remove" : "giveUp")} onPress={onDrop}>
        <X size={16} aria-hidden />
      </IconButton>
    </li>
  );
}
