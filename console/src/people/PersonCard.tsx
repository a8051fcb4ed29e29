/** Somebody who is seen: their face, where and how often, and what can be said about them. */
import { Link } from "@tanstack/react-router";
import { PencilLine } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import type { Person } from "../api/peopleQueries";
import { durationWords } from "../ui/formats";
import { GuardedButton } from "../ui/rights";
import { NameDialog } from "./NameDialog";
import { Portrait } from "./Portrait";

interface PersonCardProps {
  /** One person; of several sightings the first is shown. */
  readonly seen: readonly [Person, ...Person[]];
  readonly people: readonly Person[];
}

export function PersonCard({ seen, people }: PersonCardProps): ReactElement {
  const t = useTranslations("people");
  const [named, setNamed] = useState<Person | null>(null);
  const [first] = seen;
  return (
    <article className="person card">
      <Portrait person={first} />
      <div className="person-body">
        <h2 className="truncate">{first.name || t("unnamed")}</h2>
        <ul className="person-seen">
          {seen.map((each) => (
            <li key={`${each.asset.id} ${each.result}`}>
              <Link
                to="/assets/$id"
                params={{ id: each.asset.id }}
                search={typeof each.best === "number" ? { t: each.best / 1000 } : {}}
                className="truncate"
              >
                {each.asset.title || each.asset.name}
                {typeof each.best === "number" ? ` · ${durationWords(each.best)}` : ""}
              </Link>
              <span className="muted">{t("times", { count: each.moments })}</span>
              {first.name ? (
                <GuardedButton
                  asked={{ namespace: each.asset.namespace, verb: "update", kind: "mediaassets" }}
                  size="small"
                  onPress={() => setNamed(each)}
                >
                  <PencilLine size={13} aria-hidden /> {t("change")}
                </GuardedButton>
              ) : null}
            </li>
          ))}
        </ul>
        {first.name ? null : (
          <div>
            <GuardedButton
              asked={{ namespace: first.asset.namespace, verb: "update", kind: "mediaassets" }}
              size="small"
              isDisabled={!first.anchor}
              onPress={() => setNamed(first)}
            >
              <PencilLine size={14} aria-hidden /> {t("giveName")}
            </GuardedButton>
            {first.anchor ? null : <p className="person-why">{t("cannotBeNamed", { operator: first.result })}</p>}
          </div>
        )}
      </div>
      {named ? <NameDialog person={named} people={people} onClose={() => setNamed(null)} /> : null}
    </article>
  );
}
