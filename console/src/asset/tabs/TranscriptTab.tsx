/** What is said: follows playback, leads to where it is said, is searched, and is corrected sentence by sentence. */
import { ChevronDown, ChevronUp, LocateFixed, MessageSquareOff, Users } from "lucide-react";
import { type ReactElement, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { TRANSCRIPT } from "../../api/assetQueries";
import { useShortcuts } from "../../app/shortcuts";
import { matchesIn } from "../../transcript/find";
import type { Segment, Transcript } from "../../transcript/transcript";
import { IconButton, IconToggle } from "../../ui/Button";
import { SearchInput } from "../../ui/fields";
import { Empty } from "../../ui/states";
import { useAssetView } from "../assetView";
import { corrected } from "../corrections";
import { NoEdits } from "../NoEdits";
import { useClockValue } from "../useClock";
import { useEdits } from "../useEdits";
import { SegmentList } from "./SegmentList";
import { Speakers } from "./Speakers";
import { useWordMarks } from "./useWordMarks";

export function TranscriptTab(): ReactElement | null {
  const { transcript } = useAssetView();
  const t = useTranslations("asset");
  if (!transcript) {
    return null;
  }
  return transcript.segments.length === 0 ? (
    <Empty icon={MessageSquareOff} title={t("nobodySpeaks")} />
  ) : (
    <Spoken stored={transcript} />
  );
}

function Spoken({ stored }: { readonly stored: Transcript }): ReactElement {
  const t = useTranslations("asset");
  const { clock, place, move, mayEdit } = useAssetView();
  const { send } = useEdits();
  const [draft, setDraft] = useState<{ readonly of: Transcript; readonly shown: Transcript }>();
  const [follows, setFollows] = useState(true);
  const [edited, setEdited] = useState<number | null>(null);
  const [hasSpeakers, setHasSpeakers] = useState(false);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  // What was just corrected is shown at once, until the server's own answer is here.
  const transcript = draft?.of === stored ? draft.shown : stored;
  const query = useDeferredValue(place.q ?? "");
  const matches = useMemo(() => matchesIn(transcript, query), [transcript, query]);
  const current = useClockValue(clock, (ms) => transcript.at(ms));
  const show = (shown: Transcript): void => setDraft({ of: stored, shown });
  useWordMarks(list, transcript, matches, matches[at]);

  const reveal = (segment: number, block: ScrollLogicalPosition): void =>
    list.current?.querySelector(`[data-segment="${segment}"]`)?.scrollIntoView({ block, behavior: "instant" });
  useEffect(() => {
    if (follows && edited === null && current >= 0) {
      scrollWithin(list.current, current);
    }
  }, [follows, edited, current]);
  const find = (step: 1 | -1): void => {
    const next = matches.length === 0 ? 0 : (at + step + matches.length) % matches.length;
    setAt(next);
    const found = matches[next];
    if (found) {
      setFollows(false);
      reveal(found.segment, "center");
    }
  };
  const save = async (segment: Segment, number: number, text: string): Promise<boolean> => {
    show(transcript.withText(number, text));
    const isSaved = await send(corrected(TRANSCRIPT, segment, text));
    if (!isSaved) {
      setDraft(undefined);
    }
    return isSaved;
  };
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  const onSave = useCallback<typeof save>((...about) => latest.current(...about), []);
  useShortcuts({
    ...(mayEdit.allowed ? { e: () => setEdited(Math.max(0, current)) } : {}),
    t: () => list.current?.focus(),
  });
  return (
    <>
      <div className="panel-bar">
        <SearchInput
          label={t("findSpoken")}
          value={place.q ?? ""}
          onChange={(q) => {
            setAt(0);
            move({ q });
          }}
          onSubmit={() => find(1)}
        />
        {query ? (
          <>
            <span className="muted numbers find-count" role="status">
              {matches.length === 0 ? t("foundNone") : t("foundOf", { at: at + 1, all: matches.length })}
            </span>
            <IconButton label={t("findPrevious")} onPress={() => find(-1)} isDisabled={matches.length === 0}>
              <ChevronUp size={17} aria-hidden />
            </IconButton>
            <IconButton label={t("findNext")} onPress={() => find(1)} isDisabled={matches.length === 0}>
              <ChevronDown size={17} aria-hidden />
            </IconButton>
          </>
        ) : null}
        <IconToggle label={t("speakers")} isSelected={hasSpeakers} onChange={setHasSpeakers}>
          <Users size={17} aria-hidden />
        </IconToggle>
        <IconToggle label={t("follow")} isSelected={follows} onChange={setFollows}>
          <LocateFixed size={17} aria-hidden />
        </IconToggle>
      </div>
      <NoEdits />
      {hasSpeakers ? <Speakers transcript={transcript} onShow={show} /> : null}
      <SegmentList
        list={list}
        transcript={transcript}
        current={current}
        edited={edited}
        onEdit={setEdited}
        onSave={onSave}
        onScroll={() => setFollows(false)}
      />
    </>
  );
}

/** Bring a segment into view by moving the list alone: the page stays where it is. */
function scrollWithin(list: HTMLElement | null, segment: number): void {
  const row = list?.querySelector<HTMLElement>(`[data-segment="${segment}"]`);
  if (!list || !row) {
    return;
  }
  const top = row.offsetTop - list.offsetTop;
  if (top < list.scrollTop || top + row.offsetHeight > list.scrollTop + list.clientHeight) {
    list.scrollTo({ top: top - list.clientHeight / 3, behavior: "instant" });
  }
}
