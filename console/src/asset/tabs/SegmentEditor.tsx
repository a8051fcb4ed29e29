/** Corrects one sentence. Ctrl+Enter saves and goes on, Tab plays it while somebody types, Escape keeps the draft. */
import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Segment } from "../../transcript/transcript";
import { Button } from "../../ui/Button";
import { useAssetView } from "../assetView";

interface SegmentEditorProps {
  readonly segment: Segment;
  readonly number: number;
  readonly isLast: boolean;
  readonly onEdit: (segment: number | null) => void;
  readonly onSave: (segment: Segment, number: number, text: string) => Promise<boolean>;
}

/** Drafts that were left: by asset and what they are about, so that a stray click loses nothing. */
const DRAFTS = new Map<string, string>();

export function SegmentEditor({ segment, number, isLast, onEdit, onSave }: SegmentEditorProps): ReactElement {
  const t = useTranslations("asset");
  const { asset, clock } = useAssetView();
  const key = `${asset.id} ${segment.start} ${segment.text}`;
  const [text, setText] = useState(DRAFTS.get(key) ?? segment.text);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length);
  }, []);
  const change = (value: string): void => {
    setText(value);
    if (value === segment.text) {
      DRAFTS.delete(key);
    } else {
      DRAFTS.set(key, value);
    }
  };
  const save = async (next: number | null): Promise<void> => {
    const value = text.trim();
    if (value === "") {
      return;
    }
    onEdit(next);
    if (value === segment.text || (await onSave(segment, number, value))) {
      DRAFTS.delete(key);
    }
  };
  const discard = (): void => {
    DRAFTS.delete(key);
    onEdit(null);
  };
  const play = (): void => {
    const span = { a: segment.start, b: segment.end + 200, on: true };
    if (clock.playback().playing) {
      clock.pause();
      clock.setLoop({ ...span, on: false });
    } else {
      clock.setLoop(span);
      clock.seek(segment.start);
      clock.play();
    }
  };
  const keys: Record<string, () => void> = {
    save: () => void save(isLast ? null : number + 1),
    play,
    leave: () => onEdit(null),
  };
  const press = (event: KeyboardEvent): void => {
    const run = keys[meantBy(event)];
    if (run) {
      event.preventDefault();
      run();
    }
  };
  return (
    <div className="segment-editor">
      <textarea
        ref={area}
        className="input"
        rows={Math.max(2, Math.ceil(text.length / 48))}
        value={text}
        lang={segment.language || undefined}
        aria-label={t("sentence")}
        aria-describedby="segment-keys"
        onChange={(event) => change(event.target.value)}
        onKeyDown={press}
      />
      <p id="segment-keys" className="field-help">
        <kbd>Ctrl</kbd> <kbd>Enter</kbd> {t("keySave")} · <kbd>Tab</kbd> {t("keyPlay")} · <kbd>Esc</kbd> {t("keyLeave")}
      </p>
      <div className="segment-actions">
        <Button size="small" kind="primary" isDisabled={text.trim() === ""} onPress={() => void save(null)}>
          {t("save")}
        </Button>
        <Button size="small" onPress={play}>
          {t("playSentence")}
        </Button>
        <Button size="small" kind="quiet" onPress={discard}>
          {t("discard")}
        </Button>
      </div>
    </div>
  );
}

/** Return what a key means while somebody types; empty for one that writes. Shift+Tab leads out as everywhere. */
function meantBy(event: KeyboardEvent): string {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    return "save";
  }
  if (event.key === "Tab" && !event.shiftKey) {
    return "play";
  }
  return event.key === "Escape" ? "leave" : "";
}
