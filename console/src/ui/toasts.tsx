/** Short notes about what was done: said politely, and gone after a while unless somebody is at them. */
import { X } from "lucide-react";
import { type ReactElement, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Button, IconButton } from "./Button";

interface Note {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const SHOWN_MS = 8000;
let notes: readonly Note[] = [];
let last = 0;
const listeners = new Set<() => void>();

/** Show a note; what it offers may undo what was done. */
export function note(text: string, action?: Note["action"]): void {
  last += 1;
  const id = last;
  set([...notes, action ? { id, text, action } : { id, text }].slice(-4));
  setTimeout(() => drop(id), SHOWN_MS);
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
  const t = useTranslations("shell");
  const shown = useSyncExternalStore(subscribe, () => notes);
  return (
    <div className="toasts" role="status">
      {shown.map(({ id, text, action }) => (
        <div key={id} className="toast">
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
        </div>
      ))}
    </div>
  );
}
