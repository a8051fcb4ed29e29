/** What the hits are, counted; pressing one adds it to the query, or takes it away again. */
import type { ReactElement } from "react";
import { Button } from "react-aria-components";
import { useFormatter, useTranslations } from "use-intl";
import type { Schema } from "../../api/client";
import { chipsOf, condition, toggled } from "../../search/chips";

interface FacetsProps {
  readonly facets: Schema<"FacetsView"> | undefined;
  readonly query: string;
  readonly onChange: (query: string) => void;
}

const GROUPS = [
  { name: "kinds", field: "Kind" },
  { name: "operators", field: "Operator" },
  { name: "titles", field: "Title" },
] as const;

export function Facets({ facets, query, onChange }: FacetsProps): ReactElement {
  const t = useTranslations("search");
  const format = useFormatter();
  const chosen = new Set(chipsOf(query).map((each) => each.text));
  return (
    <aside className="facets" aria-label={t("facets")}>
      {GROUPS.map(({ name, field }) =>
        facets && facets[name].length > 0 ? (
          <section key={name}>
            <h2>{t(name)}</h2>
            <ul>
              {facets[name].slice(0, 12).map(({ value, count }) => {
                const part = condition(field, value);
                return (
                  <li key={value}>
                    <Button
                      className="facet"
                      aria-pressed={chosen.has(part)}
                      onPress={() => onChange(toggled(query, part))}
                    >
                      <span className="truncate">{value}</span>
                      <span className="numbers muted">{format.number(count)}</span>
                    </Button>
                  </li>
                );
              })}
            </ul>
          </section>
        ) : null,
      )}
    </aside>
  );
}
