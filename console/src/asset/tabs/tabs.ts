/** Which tabs there are: made of what was found, so that an operator that nobody knew gets its own by its declaration. */
import type { LucideIcon } from "lucide-react";
import {
  AudioLines,
  Clapperboard,
  FileDown,
  FileSearch,
  GitCompareArrows,
  History,
  MessageSquareText,
  ScanFace,
  ScanText,
  ShieldAlert,
  Subtitles,
  Tags,
  TextSearch,
} from "lucide-react";
import type { Messages } from "../../i18n/locales";
import type { Kind, Moment } from "../../moments/moments";

export interface TabOf {
  readonly id: string;
  readonly icon: LucideIcon;
  /** Word of the tab; undefined for one that is named by its result. */
  readonly word: keyof Messages["tab"] | undefined;
  /** The moments that it shows; none for what shows something else. */
  readonly moments: readonly Moment[];
  /** How many things there are in it; undefined where they are not counted. */
  readonly count: number | undefined;
}

interface Known {
  readonly id: keyof Messages["tab"];
  readonly icon: LucideIcon;
  readonly kinds: readonly Kind[];
}

const BY_KIND: readonly Known[] = [
  { id: "labels", icon: Tags, kinds: ["Label"] },
  { id: "people", icon: ScanFace, kinds: ["Face", "Person"] },
  { id: "text", icon: ScanText, kinds: ["Text"] },
  { id: "moderation", icon: ShieldAlert, kinds: ["Moderation"] },
  { id: "topics", icon: TextSearch, kinds: ["Entity"] },
  { id: "sections", icon: Clapperboard, kinds: ["Segment", "Chapter"] },
  { id: "sounds", icon: AudioLines, kinds: ["Sound"] },
];
export const CAPTIONS: readonly string[] = ["captions", "translate_captions"];

/** Return the tabs of an asset in their order; `results` are the names of all that there is of it. */
export function tabsOf(moments: readonly Moment[], results: readonly string[], hasTranscript: boolean): TabOf[] {
  const tabs: TabOf[] = [];
  if (hasTranscript) {
    tabs.push({ id: "transcript", icon: MessageSquareText, word: "transcript", moments: [], count: undefined });
  }
  for (const { id, icon, kinds } of BY_KIND) {
    const found = moments.filter((each) => kinds.includes(each.kind));
    if (found.length > 0 || isLookedFor(id, results)) {
      tabs.push({ id, icon, word: id, moments: found, count: new Set(found.map((each) => each.title)).size });
    }
  }
  if (results.includes("WebCaptions") || moments.some((each) => CAPTIONS.includes(each.operator))) {
    tabs.push({ id: "captions", icon: Subtitles, word: "captions", moments: [], count: undefined });
  }
  return [...tabs, ...otherTabs(moments), ...FIXED];
}

/** Nothing unsafe was found is an answer, too, where somebody looked. */
function isLookedFor(id: string, results: readonly string[]): boolean {
  return id === "moderation" && results.includes("contentModeration");
}

function otherTabs(moments: readonly Moment[]): TabOf[] {
  const others = moments.filter(
    (each) =>
      each.kind === "Fact" ||
      (each.kind === "Speech" && each.operator !== "transcribe" && !CAPTIONS.includes(each.operator)),
  );
  const results = [...new Set(others.map((each) => each.result))].sort();
  return results.map((result) => {
    const own = others.filter((each) => each.result === result);
    return { id: `result:${result}`, icon: FileSearch, word: undefined, moments: own, count: own.length };
  });
}

const FIXED: readonly TabOf[] = [
  { id: "results", icon: FileSearch, word: "results", moments: [], count: undefined },
  { id: "files", icon: FileDown, word: "files", moments: [], count: undefined },
  { id: "compare", icon: GitCompareArrows, word: "compare", moments: [], count: undefined },
  { id: "history", icon: History, word: "history", moments: [], count: undefined },
];
