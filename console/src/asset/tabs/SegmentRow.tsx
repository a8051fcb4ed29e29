/** One segment: who says it, when, and what. A click on a word goes to where it is said. */
import { PencilLine } from "lucide-react";
import { type MouseEvent, memo, type ReactElement } from "react";
import { useTranslations } from "use-intl";
import { clockText } from "../../moments/format";
import { millisOf } from "../../transcript/places";
import type { Segment } from "../../transcript/transcript";
import { useAssetView } from "../assetView";
import { SegmentEditor } from "./SegmentEditor";

interface SegmentRowProps {
  readonly segment: Segment;
  readonly number: number;
  readonly speakerBefore: string;
  readonly isCurrent: boolean;
  readonly isEdited: boolean;
  readonly isLast: boolean;
  readonly onEdit: (segment: number | null) => void;
  readonly onSave: (segment: Segment, number: number, text: string) => Promise<boolean>;
}

/** Percent below which a sentence is marked as worth a look. */
const UNSURE = 60;

export const SegmentRow = memo(function SegmentRow(props: SegmentRowProps): ReactElement {
  const { segment, number, speakerBefore, isCurrent, isEdited, isLast, onEdit, onSave } = props;
  const t = useTranslations("asset");
  const { clock, mayEdit } = useAssetView();
  const go = (event: MouseEvent<HTMLElement>): void => {
    if (getSelection()?.isCollapsed !== false) {
      clock.seek(millisOf(segment, offsetAt(event)));
    }
  };
  const isUnsure = segment.confidence !== null && segment.confidence < UNSURE;
  return (
    <li className="segment" data-segment={number} aria-current={isCurrent ? "true" : undefined}>
      {segment.speaker && segment.speaker !== speakerBefore ? (
        <p className="segment-speaker">{segment.speaker}</p>
      ) : null}
      <div className="segment-line">
        <button
          type="button"
          className="segment-time numbers"
          aria-label={t("playFrom", { time: clockText(segment.start, 1) })}
          onClick={() => clock.seek(segment.start)}
        >
          {clockText(segment.start)}
        </button>
        {isEdited ? (
          <SegmentEditor segment={segment} number={number} isLast={isLast} onEdit={onEdit} onSave={onSave} />
        ) : (
          <>
            <p
              className="segment-text"
              lang={segment.language || undefined}
              data-unsure={isUnsure}
              title={isUnsure ? t("unsure") : undefined}
              onClick={go}
            >
              {segment.text}
            </p>
            {mayEdit.allowed ? (
              <button
                type="button"
                className="segment-edit"
                aria-label={t("editSentence", { time: clockText(segment.start) })}
                onClick={() => onEdit(number)}
              >
                <PencilLine size={15} aria-hidden />
              </button>
            ) : null}
          </>
        )}
      </div>
    </li>
  );
});

/** Return the place in the text at which somebody clicked. */
function offsetAt(event: MouseEvent<HTMLElement>): number {
  const found = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  return found && event.currentTarget.contains(found.offsetNode) ? found.offset : 0;
}
