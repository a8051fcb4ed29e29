/**
 * All segments, in blocks: after an edit only the block that it is in is compared again, and what is out of sight is
 * neither laid out nor painted (`content-visibility`), so that four hours are as quick as a minute.
 */
import { memo, type ReactElement, type RefObject } from "react";
import { useTranslations } from "use-intl";
import type { Segment, Transcript } from "../../transcript/transcript";
import { SegmentRow } from "./SegmentRow";

const BLOCK = 60;

interface SegmentListProps {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly transcript: Transcript;
  readonly current: number;
  readonly edited: number | null;
  readonly onEdit: (segment: number | null) => void;
  readonly onSave: (segment: Segment, number: number, text: string) => Promise<boolean>;
  readonly onScroll: () => void;
}

export function SegmentList(props: SegmentListProps): ReactElement {
  const { list, transcript, current, edited, onEdit, onSave, onScroll } = props;
  const t = useTranslations("asset");
  const blocks = Math.ceil(transcript.segments.length / BLOCK);
  return (
    <div ref={list} className="segments" tabIndex={0} role="group" aria-label={t("transcript")} onWheel={onScroll}>
      <ol>
        {Array.from({ length: blocks }, (_, block) => {
          const from = block * BLOCK;
          const isHere = (number: number | null): number =>
            number !== null && number >= from && number < from + BLOCK ? number : -1;
          return (
            <Block
              // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place
              key={block}
              segments={transcript.segments}
              from={from}
              current={isHere(current)}
              edited={isHere(edited)}
              onEdit={onEdit}
              onSave={onSave}
            />
          );
        })}
      </ol>
    </div>
  );
}

interface BlockProps {
  readonly segments: readonly Segment[];
  readonly from: number;
  readonly current: number;
  readonly edited: number;
  readonly onEdit: (segment: number | null) => void;
  readonly onSave: (segment: Segment, number: number, text: string) => Promise<boolean>;
}

const Block = memo(BlockOf, (before, after) => {
  const isSame =
    before.from === after.from &&
    before.current === after.current &&
    before.edited === after.edited &&
    (after.edited < 0 || before.onSave === after.onSave);
  return isSame && sameSegments(before, after);
});

function sameSegments(before: BlockProps, after: BlockProps): boolean {
  if (before.segments === after.segments) {
    return true;
  }
  for (let at = after.from; at < after.from + BLOCK; at++) {
    if (before.segments[at] !== after.segments[at]) {
      return false;
    }
  }
  return true;
}

function BlockOf({ segments, from, current, edited, onEdit, onSave }: BlockProps): ReactElement[] {
  return segments.slice(from, from + BLOCK).map((each, at) => {
    const number = from + at;
    return (
      <SegmentRow
        key={number}
        segment={each}
        number={number}
        speakerBefore={segments[number - 1]?.speaker ?? ""}
        isCurrent={number === current}
        isEdited={number === edited}
        isLast={number === segments.length - 1}
        onEdit={onEdit}
        onSave={onSave}
      />
    );
  });
}
