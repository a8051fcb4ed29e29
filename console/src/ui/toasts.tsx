/** Short notes about what was done: said politely, and gone after a while unless somebody is at them. */
import { X } from "lucide-react";
import { type ReactElement, useEffect, useSyncExternalStore } from "react";
import { Group } from "react-aria-components";
import { useTranslations } from "use-intl";
import { Button, IconButton } from "./Button";

interface Note {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const SHOWN_MS = 8000;
/** Of a note that offers something, which is to be reached by whoever is slow, too. */
const OFFERED_MS = 60_000;
let notes: readonly Note[] = [];
let last = 0;
const listeners = new Set<() => void>();

/** Show a note; what it offers may undo what was done. */
export function note(text: string, action?: Note["action"]): void {
  last += 1;
  const id = last;
  set([...notes, action ? { id, text, action } : { id, text }].slice(-4));
}

function drop(id: number): void {
  set(notes.filter((each) => each.id !== id));
}

function set(value: readonly Note[]): void {
  notes = value;
  for (const each of listeners) {
    each();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts(): ReactElement {
  const shown = useSyncExternalStore(subscribe, () => notes);
  return (
    <div className="toasts" role="status">
      {shown.map((each) => (
        <Group key={each.id} role="presentation" className="toast">
          {({ isHovered, isFocusWithin }) => <Toast note={each} isHeld={isHovered || isFocusWithin} />}
        </Group>
      ))}
    </div>
  );
}

interface ToastProps {
  readonly note: Note;
  /** Whether somebody is at it. */
  readonly isHeld: boolean;
}

function Toast({ note: { id, text, action }, isHeld }: ToastProps): ReactElement {
  const t = useTranslations("shell");
  const shownMs = action ? OFFERED_MS : SHOWN_MS;
  useEffect(() => {
    if (isHeld) {
      return;
    }
    const timer = setTimeout(() => drop(id), shownMs);
    return () => clearTimeout(timer);
  }, [id, isHeld, shownMs]);
  return (
    <>
      <p className="toast-text">{text}</p>
      {action ? (
        <Button
          size="small"
          onPress={() => {
            action.run();
            drop(id);
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <IconButton label={t("close")} onPress={() => drop(id)}>
        <X size={15} aria-hidden />
      </IconButton>
    </>
  );
}
