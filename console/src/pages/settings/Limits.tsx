/** How much may run at once, how much does, and what waits for its turn, and why. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { limitsQuery, queueQuery } from "../../api/runQueries";
import { Asked, Part } from "./parts";

/** More are on the page of the runs. */
const SHOWN = 20;

export function Limits(): ReactElement {
  const t = useTranslations("settings");
  const limits = useQuery(limitsQuery);
  const queue = useQuery(queueQuery);
  return (
    <Part title={t("limits")}>
      <Asked query={limits}>
        {({ maxConcurrentExecutions: most, executions, resources }) => (
          <dl className="settings-facts numbers">
            <dt>{t("running")}</dt>
            <dd>{t("ofMost", { count: (executions["Started"] ?? 0) + (executions["Resumed"] ?? 0), most })}</dd>
            {Object.entries(resources).map(([device, count]) => (
              <Device key={device} device={device} most={count} />
            ))}
          </dl>
        )}
      </Asked>
      <h3>{t("queue")}</h3>
      <Asked query={queue}>
        {({ items, next }) =>
          items.length === 0 ? (
            <p className="muted">{t("nothingWaits")}</p>
          ) : (
            <>
              <ol className="settings-reasons">
                {items.slice(0, SHOWN).map((each) => (
                  <li key={each.id}>
                    <Link to="/runs/$id" params={{ id: each.id }}>
                      {each.asset} · {each.workflow}
                    </Link>{" "}
                    {each.reason}
                  </li>
                ))}
              </ol>
              {items.length > SHOWN || next ? (
                <Link to="/runs" search={{ state: "Queued" }}>
                  {t("allThatWait")}
                </Link>
              ) : null}
            </>
          )
        }
      </Asked>
    </Part>
  );
}

function Device({ device, most }: { readonly device: string; readonly most: number }): ReactElement {
  const t = useTranslations("settings");
  return (
    <>
      <dt>{device}</dt>
      <dd>{t("atOnce", { most })}</dd>
    </>
  );
}
