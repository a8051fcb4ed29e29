/** Which of a list are shown: those in one state, those of one namespace. */
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useTranslations } from "use-intl";
import { namespacesQuery } from "../api/queries";
import { Chooser } from "../ui/fields";

const ALL = "all";

export interface Filter<State extends string> {
  readonly state?: State | undefined;
  readonly namespace?: string | undefined;
}

interface ListFiltersProps<State extends string> {
  readonly filter: Filter<State>;
  /** Each state that can be asked for, and how it is called. */
  readonly states: { readonly [Each in State]?: string };
  readonly onChange: (filter: Filter<State>) => void;
}

export function ListFilters<State extends string>(props: ListFiltersProps<State>): ReactElement {
  const { filter, states, onChange } = props;
  const t = useTranslations("runs");
  const { data } = useQuery(namespacesQuery);
  const namespaces = data?.items.map((each) => each.name) ?? [];
  const names = Object.keys(states) as State[];
  return (
    <div className="filters">
      <ToggleButtonGroup
        className="segmented"
        aria-label={t("filterState")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[filter.state ?? ALL]}
        onSelectionChange={([chosen]) => onChange({ ...filter, state: names.find((each) => each === chosen) })}
      >
        <ToggleButton id={ALL} className="button" data-size="small">
          {t("all")}
        </ToggleButton>
        {names.map((each) => (
          <ToggleButton key={each} id={each} className="button" data-size="small">
            {states[each]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {namespaces.length > 1 ? (
        <Chooser
          label={t("namespace")}
          isInline
          value={filter.namespace ?? ALL}
          choices={[{ id: ALL, label: t("all") }, ...namespaces.map((each) => ({ id: each, label: each }))]}
          onChange={(chosen) => onChange({ ...filter, namespace: chosen === ALL ? undefined : chosen })}
        />
      ) : null}
    </div>
  );
}
