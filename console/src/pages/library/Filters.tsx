/** What of the library is shown, and how; all of it is in the address. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { LayoutGrid, Rows3 } from "lucide-react";
import { type ReactElement, useCallback, useEffect, useState } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useTranslations } from "use-intl";
import { namespacesQuery } from "../../api/queries";
import type { LibraryParams } from "../../app/router";
import { useWhileOpen } from "../../app/whileOpen";
import { Chooser, SearchInput } from "../../ui/fields";

const route = getRouteApi("/");
const TYPING_MS = 250;

export function Filters(): ReactElement {
  const t = useTranslations("library");
  const state = useTranslations("state");
  const chosen = route.useSearch();
  const change = useChange();
  return (
    <div className="filters">
      <NameFilter />
      <Chooser
        isInline
        label={t("type")}
        value={chosen.type ?? "any"}
        onChange={(type) => change({ type: type === "any" ? undefined : type })}
        choices={[
          { id: "any", label: t("any") },
          { id: "Video", label: t("video") },
          { id: "Audio", label: t("audio") },
          { id: "Image", label: t("image") },
          { id: "Text", label: t("text") },
        ]}
      />
      <Chooser
        isInline
        label={t("state")}
        value={chosen.state ?? "any"}
        onChange={(value) => change({ state: value === "any" ? undefined : value })}
        choices={[
          { id: "any", label: t("any") },
          { id: "Complete", label: state("complete") },
          { id: "Started", label: state("running") },
          { id: "Queued", label: state("queued") },
          { id: "Waiting", label: state("asking") },
          { id: "Error", label: state("failed") },
        ]}
      />
      <NamespaceFilter />
      <Chooser
        isInline
        label={t("order")}
        value={chosen.order ?? "newest"}
        onChange={(order) => change({ order: order === "newest" ? undefined : order })}
        choices={[
          { id: "newest", label: t("newest") },
          { id: "oldest", label: t("oldest") },
          { id: "title", label: t("byTitle") },
        ]}
      />
      <ViewSwitch />
    </div>
  );
}

function NameFilter(): ReactElement {
  const t = useTranslations("library");
  const { q = "" } = route.useSearch();
  const change = useChange();
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    const timer = setTimeout(() => text !== q && change({ q: text || undefined }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, q, change]);
  return <SearchInput label={t("filter")} value={text} onChange={setText} />;
}

function NamespaceFilter(): ReactElement | null {
  const t = useTranslations("library");
  const { namespace = "" } = route.useSearch();
  const change = useChange();
  const { data } = useQuery(namespacesQuery);
  if (!data || data.items.length < 2) {
    return null;
  }
  return (
    <Chooser
      isInline
      label={t("namespace")}
      value={namespace || "*"}
      onChange={(value) => change({ namespace: value === "*" ? undefined : value })}
      choices={[{ id: "*", label: t("allNamespaces") }, ...data.items.map(({ name }) => ({ id: name, label: name }))]}
    />
  );
}

function ViewSwitch(): ReactElement {
  const t = useTranslations("library");
  const { view = "grid" } = route.useSearch();
  const change = useChange();
  return (
    <ToggleButtonGroup
      className="segmented"
      aria-label={t("view")}
      selectedKeys={[view]}
      disallowEmptySelection
      onSelectionChange={(keys) => change({ view: keys.has("table") ? "table" : undefined })}
    >
      <ToggleButton id="grid" className="button" data-size="icon" aria-label={t("grid")}>
        <LayoutGrid size={16} aria-hidden />
      </ToggleButton>
      <ToggleButton id="table" className="button" data-size="icon" aria-label={t("table")}>
        <Rows3 size={16} aria-hidden />
      </ToggleButton>
    </ToggleButtonGroup>
  );
}

type Change = { readonly [Name in keyof LibraryParams]?: LibraryParams[Name] | undefined };

/** Change some parameters of the address; those that become undefined leave it. */
function useChange(): (changed: Change) => void {
  const navigate = useWhileOpen(route.useNavigate());
  return useCallback(
    (changed) =>
      void navigate({ search: (before) => ({ ...before, ...changed }) as Partial<LibraryParams>, replace: true }),
    [navigate],
  );
}
