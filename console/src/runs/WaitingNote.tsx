/** Why a run has not begun: its place in the queue, and what holds it, in words. */
import { Hourglass } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import type { Execution } from "../api/runQueries";

export function WaitingNote({ run }: { readonly run: Execution }): ReactElement | null {
  const t = useTranslations("runs");
  if (run.state !== "Queued" && run.state !== "Resumed" && run.state !== "") {
    return null;
  }
  const { position = 0, reason = "", limit = "" } = run.queue ?? {};
  return (
    <div className="run-note" role="status">
      <Hourglass size={18} aria-hidden />
      <div>
        <p>
          <b>{position > 0 ? t("place", { position }) : t("placeUnknown")}</b>
        </p>
        {reason || limit ? <p className="muted">{reason || limit}</p> : null}
      </div>
    </div>
  );
}
