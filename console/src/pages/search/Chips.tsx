/** The query's parts, each of which can be taken away. */
import { X } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { chipsOf, queryOf } from "../../search/chips";
import { IconButton } from "../../ui/Button";

interface ChipsProps {
  readonly query: string;
  readonly onChange: (query: string) => void;
}

export function Chips({ query, onChange }: ChipsProps): ReactElement {
  const t = useTranslations("search");
  const chips = chipsOf(query);
  return (
    <ul className="chips" aria-label={t("conditions")}>
      {chips.map((chip, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same words may stand twice
        <li key={`${at} ${chip.text}`} className="chip" data-negated={chip.negated ? "" : undefined}>
          {chip.negated ? <span className="muted">{t("not")}</span> : null}
          {chip.field ? <span className="muted">{chip.field}</span> : null}
          <b className="truncate">{chip.value}</b>
          <IconButton
            label={t("without", { condition: chip.text })}
            onPress={() => onChange(queryOf(chips.filter((_, other) => other !== at)))}
          >
            <X size={13} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
