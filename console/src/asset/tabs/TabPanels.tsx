/** The tabs beside the player: the most used ones side by side, the rest in a menu; on a phone all in one list. */
import { Ellipsis } from "lucide-react";
import { lazy, type ReactElement, Suspense, useMemo } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useTranslations } from "use-intl";
import { resultsOf } from "../../api/assetDocuments";
import { useShortcuts } from "../../app/shortcuts";
import { Chooser } from "../../ui/fields";
import { IconMenu } from "../../ui/menus";
import { ProblemNote } from "../../ui/ProblemNote";
import { Skeletons } from "../../ui/states";
import { useAssetView } from "../assetView";
import { useResultNames } from "../useResultNames";
import { MomentsTab } from "./MomentsTab";
import { TranscriptTab } from "./TranscriptTab";
import { type TabOf, tabsOf } from "./tabs";

const CaptionsTab = lazy(() => import("./CaptionsTab").then((found) => ({ default: found.CaptionsTab })));
const ResultsTab = lazy(() => import("./ResultsTab").then((found) => ({ default: found.ResultsTab })));
const FilesTab = lazy(() => import("./FilesTab").then((found) => ({ default: found.FilesTab })));
const CompareTab = lazy(() => import("./CompareTab").then((found) => ({ default: found.CompareTab })));
const HistoryTab = lazy(() => import("./HistoryTab").then((found) => ({ default: found.HistoryTab })));

/** Tabs that stand side by side; the rest is in the menu. */
const BESIDE = 4;
/** Tabs that whoever looks by a link does not have: what was made, how, and by whom it was corrected. */
const OF_THE_CONSOLE: readonly string[] = ["results", "files", "compare", "history"];

export function TabPanels(): ReactElement {
  const t = useTranslations("asset");
  const { asset, moments, transcript, place, move, isLoading, error, retry, isLink } = useAssetView();
  const names = useTabNames();
  const results = useMemo(() => resultsOf(asset).map((each) => each.name), [asset]);
  const tabs = useMemo(() => {
    const all = tabsOf(moments, results, transcript !== null);
    return isLink ? all.filter(({ id }) => !OF_THE_CONSOLE.includes(id)) : all;
  }, [moments, results, transcript, isLink]);
  const selected = tabs.find((each) => each.id === place.tab) ?? tabs[0];
  const choose = (id: string): void => move({ tab: id });
  useShortcuts(Object.fromEntries(tabs.slice(0, 9).map(({ id }, at) => [String(at + 1), () => choose(id)])));
  if (!selected) {
    return isLoading ? <Skeletons count={6} height={32} /> : <p className="muted panel-note">{t("nothingYet")}</p>;
  }
  const at = tabs.indexOf(selected);
  // One of the menu may have a long name: it takes the room of two.
  const beside = at < BESIDE ? tabs.slice(0, BESIDE) : [...tabs.slice(0, BESIDE - 2), selected];
  const rest = tabs.filter((each) => !beside.includes(each));
  const isComing = isLoading && moments.length === 0;
  return (
    <Tabs className="asset-tabs" selectedKey={selected.id} onSelectionChange={(key) => choose(String(key))}>
      <div className="asset-tabs-narrow">
        <Chooser
          label={t("show")}
          isInline
          choices={tabs.map((each) => ({ id: each.id, label: names(each) }))}
          value={selected.id}
          onChange={choose}
        />
      </div>
      <div className="asset-tabs-wide">
        <TabList className="tabs-list" aria-label={t("found")}>
          {beside.map((each) => (
            <Tab key={each.id} id={each.id} className="tab">
              {names(each)}
              {each.count ? <span className="tab-count numbers">{each.count}</span> : null}
            </Tab>
          ))}
        </TabList>
        <IconMenu
          label={t("more")}
          icon={<Ellipsis size={18} aria-hidden />}
          entries={rest.map((each) => ({ id: each.id, label: names(each), icon: <each.icon size={16} aria-hidden /> }))}
          onAction={choose}
        />
      </div>
      <TabPanel id={selected.id} key={selected.id} className="asset-panel">
        {error ? <ProblemNote error={error} onRetry={retry} /> : null}
        {isComing ? (
          <Skeletons count={6} height={32} />
        ) : (
          <Suspense fallback={<Skeletons count={6} height={32} />}>
            <Panel tab={selected} />
          </Suspense>
        )}
      </TabPanel>
    </Tabs>
  );
}

function useTabNames(): (tab: TabOf) => string {
  const t = useTranslations("tab");
  const nameOf = useResultNames();
  return (tab) => (tab.word ? t(tab.word) : nameOf(tab.id.slice("result:".length)));
}

function Panel({ tab }: { readonly tab: TabOf }): ReactElement {
  switch (tab.id) {
    case "transcript":
      return <TranscriptTab />;
    case "captions":
      return <CaptionsTab />;
    case "results":
      return <ResultsTab />;
    case "files":
      return <FilesTab />;
    case "compare":
      return <CompareTab />;
    case "history":
      return <HistoryTab />;
    default:
      return <MomentsTab tab={tab} />;
  }
}
