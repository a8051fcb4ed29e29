/** Keys that do something anywhere on a page; off while somebody types, and single keys off where they were turned off. */
import { useEffect, useRef } from "react";
import { storedChoice } from "./stored";

/** Keys → what they do. `g l` is one key after the other, `ctrl+k` both at once (or the Command key). */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

export const SINGLE_KEYS = "single-keys";
const SEQUENCE_MS = 1000;

/** A key as it is written in shortcuts; empty for a modifier alone. */
export function writtenKey(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string {
  if (event.altKey || ["Control", "Meta", "Alt", "Shift"].includes(event.key)) {
    return "";
  }
  const key = event.key === " " ? "space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key;
}

/** Whether a key goes into a text instead. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable], [role=textbox]") !== null
  );
}

/** Let keys do something while a component is there. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    let before = { key: "", at: 0 };
    const pressed = (event: KeyboardEvent): void => {
      const key = writtenKey(event);
      const isSingle = !key.startsWith("ctrl+");
      if (
        event.defaultPrevented ||
        !key ||
        (isSingle && (isTyping(event.target) || storedChoice(SINGLE_KEYS) === "off"))
      ) {
        return;
      }
      const sequence = event.timeStamp - before.at < SEQUENCE_MS ? `${before.key} ${key}` : key;
      const run = current.current[sequence] ?? current.current[key];
      before = { key, at: event.timeStamp };
      if (run && !(isSingle && document.querySelector("[role=dialog], [role=alertdialog]"))) {
        event.preventDefault();
        run(event);
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
