/** The query's parts, each of which can be taken away, and how they belong together. */
import { X } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { chipsOf, queryOf } from "../../search/chips";
import { canJoin, JOINS, type Join, joinedOf, secondsOf, withJoin } from "../../search/joins";
import { IconButton } from "../../ui/Button";
import { Chooser } from "../../ui/fields";

interface ChipsProps {
  readonly query: string;
  readonly onChange: (query: string) => void;
}

export function Chips({ query, onChange }: ChipsProps): ReactElement {
  const t = useTranslations("search");
  const { join, inner } = joinedOf(query);
  const chips = chipsOf(inner);
  return (
    <div className="conditions">
      {canJoin(query) ? (
        <Joining join={join} onChange={(chosen) => onChange(withJoin({ join: chosen, inner }))} />
      ) : null}
      <ul className="chips" aria-label={t("conditions")}>
        {chips.map((chip, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same words may stand twice
          <li key={`${at} ${chip.text}`} className="chip" data-negated={chip.negated ? "" : undefined}>
            {chip.negated ? <span className="muted">{t("not")}</span> : null}
            {chip.field ? <span className="muted">{chip.field}</span> : null}
            <b className="truncate">{chip.value}</b>
            <IconButton
              label={t("without", { condition: chip.text })}
              onPress={() => onChange(withJoin({ join, inner: queryOf(chips.filter((_, other) => other !== at)) }))}
            >
              <X size={13} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface JoiningProps {
  readonly join: Join;
  readonly onChange: (join: Join) => void;
}

function Joining({ join, onChange }: JoiningProps): ReactElement {
  const t = useTranslations("search");
  const words = (each: Join): string =>
    each === "" ? t("inOneMoment") : each === "asset" ? t("inOneFile") : t("withinSeconds", { count: secondsOf(each) });
  const choices = (JOINS.includes(join) ? JOINS : [...JOINS, join]).map((id) => ({ id, label: words(id) }));
  return <Chooser isInline label={t("together")} value={join} onChange={onChange} choices={choices} />;
}
