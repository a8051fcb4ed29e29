/** What the reader may do in a namespace: each verb for each kind, and what would allow the rest. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Check, X } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import type { Schema } from "../../api/client";
import { namespacesQuery, rightsQuery } from "../../api/queries";
import { isLaptop } from "../../app/deployment";
import { useWhileOpen } from "../../app/whileOpen";
import { Chooser } from "../../ui/fields";
import { KINDS } from "../../ui/rights";
import { Asked, Part } from "./parts";

const route = getRouteApi("/settings");
const VERBS = ["get", "list", "create", "update", "delete"] as const;
/** Those that there are: a laptop has neither batches nor sources. */
const SHOWN = isLaptop ? KINDS.slice(0, 3) : KINDS;
type Right = Schema<"RightView">;

export function Rights(): ReactElement {
  const t = useTranslations("settings");
  const { namespace } = route.useSearch();
  const navigate = useWhileOpen(route.useNavigate());
  const namespaces = useQuery(namespacesQuery);
  return (
    <Part title={t("rights")}>
      <Asked query={namespaces}>
        {({ items: [first, ...rest] }) => {
          const names = first ? [first, ...rest].map((each) => each.name) : [];
          const shown = names.find((each) => each === namespace) ?? first?.name;
          return shown === undefined ? (
            <p className="muted">{t("noNamespace")}</p>
          ) : (
            <>
              <Chooser
                label={t("namespace")}
                value={shown}
                choices={names.map((each) => ({ id: each, label: each }))}
                onChange={(chosen) => void navigate({ search: { namespace: chosen } })}
              />
              <RightsIn namespace={shown} />
            </>
          );
        }}
      </Asked>
    </Part>
  );
}

function RightsIn({ namespace }: { readonly namespace: string }): ReactElement {
  const t = useTranslations("settings");
  const rights = useQuery(rightsQuery(namespace));
  return (
    <Asked query={rights}>
      {({ items }) => (
        <>
          <table className="rights-table">
            <caption className="visually-hidden">{t("rightsIn", { namespace })}</caption>
            <thead>
              <tr>
                <th scope="col">{t("verb")}</th>
                {SHOWN.map((kind) => (
                  <th key={kind} scope="col">
                    {t(`kind.${kind}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {VERBS.map((verb) => (
                <tr key={verb}>
                  <th scope="row">{t(`verbs.${verb}`)}</th>
                  {SHOWN.map((kind) => (
                    <td key={kind}>
                      <Mark right={items.find((each) => each.verb === verb && each.kind === kind)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <Reasons refused={items.filter(({ allowed, kind }) => !allowed && SHOWN.some((each) => each === kind))} />
        </>
      )}
    </Asked>
  );
}

function Mark({ right }: { readonly right: Right | undefined }): ReactElement {
  const t = useTranslations("settings");
  const Icon = right?.allowed ? Check : X;
  return (
    <span className="right-mark" data-allowed={right?.allowed ?? false}>
      <Icon size={16} strokeWidth={2.6} aria-hidden />
      <span className="visually-hidden">{t(right?.allowed ? "allowed" : "notAllowed")}</span>
    </span>
  );
}

function Reasons({ refused }: { readonly refused: readonly Right[] }): ReactElement | null {
  const t = useTranslations("settings");
  if (refused.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{t("whatWouldAllow")}</h3>
      <ul className="settings-reasons">
        {refused.map(({ verb, kind, reason }) => (
          <li key={`${verb} ${kind}`}>
            <b>
              {t(`verbs.${verb}`)} · {t(`kind.${kind as Known}`)}
            </b>{" "}
            {reason}
          </li>
        ))}
      </ul>
    </>
  );
}

type Known = (typeof KINDS)[number];
