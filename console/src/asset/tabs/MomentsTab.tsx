/** What was found of one kind, by name: how often, how surely, when; each time leads there, and names can be corrected. */
import { CheckCheck, SearchX } from "lucide-react";
import { type ReactElement, useMemo, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { clockText } from "../../moments/format";
import { type Group, type GroupOrder, groupsOf } from "../../moments/groups";
import { isSure } from "../../moments/moments";
import { Button } from "../../ui/Button";
import { Chooser, SearchInput } from "../../ui/fields";
import { Empty } from "../../ui/states";
import { useAssetView } from "../assetView";
import { KindMark } from "../KindMark";
import { NoEdits } from "../NoEdits";
import { GroupMenu } from "./GroupMenu";
import { MomentFields } from "./MomentFields";
import { MomentTimes } from "./MomentTimes";
import type { TabOf } from "./tabs";

const PAGE = 60;

export function MomentsTab({ tab }: { readonly tab: TabOf }): ReactElement {
  const t = useTranslations("asset");
  const { place } = useAssetView();
  const [order, setOrder] = useState<GroupOrder>("frequent");
  const [text, setText] = useState("");
  const [pages, setPages] = useState(1);
  const least = place.min ?? 0;
  const groups = useMemo(() => {
    const wanted = text.trim().toLocaleLowerCase();
    const shown = tab.moments.filter((each) => isSure(each, least) && each.title.toLocaleLowerCase().includes(wanted));
    return groupsOf(shown, order);
  }, [tab.moments, least, order, text]);
  if (tab.moments.length === 0) {
    return <Empty icon={CheckCheck} title={t(tab.id === "moderation" ? "nothingUnsafe" : "nothingFound")} />;
  }
  const orders = (["frequent", "sure", "time"] as const).map((id) => ({ id, label: t(`order.${id}`) }));
  return (
    <>
      <div className="panel-bar">
        <SearchInput label={t("findHere")} value={text} onChange={setText} />
        <Chooser label={t("sort")} isInline choices={orders} value={order} onChange={setOrder} />
      </div>
      <NoEdits />
      {groups.length === 0 ? <Empty icon={SearchX} title={t(least > 0 ? "nothingSoSure" : "nothingFound")} /> : null}
      <ul className="groups">
        {groups.slice(0, pages * PAGE).map((each) => (
          <GroupRow key={each.key} group={each} />
        ))}
      </ul>
      {groups.length > pages * PAGE ? (
        <Button onPress={() => setPages(pages + 1)}>{t("showMore", { count: groups.length - pages * PAGE })}</Button>
      ) : null}
    </>
  );
}

function GroupRow({ group }: { readonly group: Group }): ReactElement {
  const t = useTranslations("asset");
  const format = useFormatter();
  const { place, mayEdit } = useAssetView();
  const isChosen = group.moments.some((each) => each.id === place.m);
  return (
    <li className="group" data-chosen={isChosen}>
      <div className="group-head">
        <KindMark kind={group.kind} />
        <h3 className="group-title">{group.title || t("untitled")}</h3>
        {group.isConfirmed ? <CheckCheck size={15} aria-label={t("confirmed")} className="group-confirmed" /> : null}
        <span className="group-facts muted numbers">
          {group.millis >= 1000 ? <span>{clockText(group.millis)}</span> : null}
          {group.confidence === null ? null : (
            <span>{format.number(group.confidence / 100, { style: "percent" })}</span>
          )}
        </span>
        {mayEdit.allowed ? <GroupMenu group={group} /> : null}
      </div>
      <MomentTimes moments={group.moments} />
      {isChosen ? <MomentFields moments={group.moments} /> : null}
    </li>
  );
}
