/** Who is seen where: those with a name, those whom nobody has named, and the collections that people are looked up in. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ShieldAlert, UsersRound } from "lucide-react";
import { type ReactElement, useEffect } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useTranslations } from "use-intl";
import { type Person, peopleQuery } from "../../api/peopleQueries";
import { useWhileOpen } from "../../app/whileOpen";
import { CollectionList } from "../../people/CollectionList";
import { knownOf, personKey, unnamedOf } from "../../people/naming";
import { PersonCard } from "../../people/PersonCard";
import { Button } from "../../ui/Button";
import { ProblemNote } from "../../ui/ProblemNote";
import { Empty, Skeletons } from "../../ui/states";
import "./people.css";

const route = getRouteApi("/people");
type Shown = "all" | "yes" | "no" | "collections";

export function PeoplePage(): ReactElement {
  const t = useTranslations("people");
  const shell = useTranslations("shell");
  const { tab, named = "all" } = route.useSearch();
  const navigate = useWhileOpen(route.useNavigate());
  const shown: Shown = tab ?? named;
  const choose = (chosen: Shown): void =>
    void navigate({
      search: (before) => ({
        ...before,
        tab: chosen === "collections" ? "collections" : undefined,
        named: chosen === "yes" || chosen === "no" ? chosen : undefined,
      }),
    });
  useEffect(() => {
    document.title = `${t("title")} – ${shell("name")}`;
  }, [t, shell]);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("title")}</h1>
        <ToggleButtonGroup
          className="segmented"
          aria-label={t("show")}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[shown]}
          onSelectionChange={([chosen]) => choose(chosen as Shown)}
        >
          <ToggleButton id="all" className="button" data-size="small">
            {t("everybody")}
          </ToggleButton>
          <ToggleButton id="yes" className="button" data-size="small">
            {t("withName")}
          </ToggleButton>
          <ToggleButton id="no" className="button" data-size="small">
            {t("withoutName")}
          </ToggleButton>
          <ToggleButton id="collections" className="button" data-size="small">
            {t("collections")}
          </ToggleButton>
        </ToggleButtonGroup>
      </div>
      <p className="consent">
        <ShieldAlert size={17} aria-hidden /> {t("consent")}
      </p>
      {shown === "collections" ? <CollectionList /> : <Seen named={shown} />}
    </div>
  );
}

function Seen({ named }: { readonly named: "all" | "yes" | "no" }): ReactElement {
  const t = useTranslations("people");
  const { name = "", namespace = "" } = route.useSearch();
  const list = useInfiniteQuery(peopleQuery(named, name, namespace));
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = list.data?.pages.flatMap((page) => page.unread ?? []) ?? [];
  return (
    <>
      {unread.length > 0 ? <p className="consent">{t("unread", { assets: unread.join("; ") })}</p> : null}
      {list.error && people.length === 0 ? (
        <ProblemNote error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isPending ? <Skeletons count={4} height={120} /> : null}
      {list.isSuccess && people.length === 0 && !list.hasNextPage ? (
        <Empty icon={UsersRound} title={t("none")}>
          <p>{t("noneText")}</p>
        </Empty>
      ) : null}
      <People people={people} />
      {list.hasNextPage ? (
        <Button onPress={() => void list.fetchNextPage()} isPending={list.isFetchingNextPage}>
          {t("more")}
        </Button>
      ) : null}
    </>
  );
}

function People({ people }: { readonly people: readonly Person[] }): ReactElement {
  const unnamed = unnamedOf(people);
  return (
    <div className="persons">
      {knownOf(people).map(({ name, seen: [first, ...rest] }) =>
        first ? <PersonCard key={name} seen={[first, ...rest]} people={people} /> : null,
      )}
      {unnamed.map((each) => (
        <PersonCard key={personKey(each)} seen={[each]} people={people} />
      ))}
    </div>
  );
}
