/** Choices that this browser keeps, and that all its tabs share. */
import { useSyncExternalStore } from "react";
import { keep, readKept } from "./browserStorage";

const PREFIX = "media-insights.";
const listeners = new Set<() => void>();

export function storedChoice(name: string): string {
  return readKept(PREFIX + name) ?? "";
}

export function storeChoice(name: string, value: string): void {
  keep(PREFIX + name, value);
  for (const each of listeners) {
    each();
  }
}

/** A choice and how to change it; empty until somebody chose. */
export function useStoredChoice(name: string): [string, (value: string) => void] {
  const value = useSyncExternalStore(subscribe, () => storedChoice(name));
  return [value, (chosen) => storeChoice(name, chosen)];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}
