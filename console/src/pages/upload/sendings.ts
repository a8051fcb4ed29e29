/** The files that somebody added: which wait, which are on their way, and what became of each. Two are sent at a time. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useRef } from "react";
import { api } from "../../api/client";
import { dataOf } from "../../api/problems";
import type { Configuration } from "../../dryrun/useDryRun";
import { send } from "../../uploads/transfer";

export interface Sending {
  readonly id: number;
  readonly file: File;
  readonly step: "waiting" | "reading" | "sending" | "checking" | "done" | "failed";
  readonly sent: number;
  /** The same file was there already. */
  readonly existed: boolean;
  readonly asset: string;
  readonly error: unknown;
}

type Change =
  | { readonly type: "add"; readonly files: readonly File[] }
  | { readonly type: "drop"; readonly id: number }
  | { readonly type: "set"; readonly id: number; readonly to: Partial<Sending> };

export interface Target {
  readonly namespace: string;
  /** Empty: nothing is analysed yet. */
  readonly workflow: string;
  readonly configuration: Configuration;
}

const AT_ONCE = 2;
let last = 0;

function reduced(state: readonly Sending[], change: Change): readonly Sending[] {
  switch (change.type) {
    case "add":
      return [...state, ...change.files.map(newSending)];
    case "drop":
      return state.filter((each) => each.id !== change.id);
    default:
      return state.map((each) => (each.id === change.id ? { ...each, ...change.to } : each));
  }
}

function newSending(file: File): Sending {
  last += 1;
  return { id: last, file, step: "waiting", sent: 0, existed: false, asset: "", error: undefined };
}

export function useSendings(target: Target) {
  const latest = useRef(target);
  useEffect(() => {
    latest.current = target;
  });
  const [sendings, change] = useReducer(reduced, []);
  const cache = useQueryClient();
  const aborts = useRef(new Map<number, AbortController>());
  const start = async (sending: Sending): Promise<void> => {
    const abort = new AbortController();
    aborts.current.set(sending.id, abort);
    const set = (to: Partial<Sending>): void => change({ type: "set", id: sending.id, to });
    try {
      const asset = await sendAndCreate(sending.file, () => latest.current, abort.signal, set);
      set({ step: "done", asset });
      void cache.invalidateQueries({ queryKey: ["assets"] });
    } catch (error) {
      set({ step: "failed", error });
    }
  };
  const busy = sendings.filter(({ step }) => step === "reading" || step === "sending" || step === "checking").length;
  const next = busy < AT_ONCE ? sendings.find(({ step }) => step === "waiting") : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file is started once, when its turn has come
  useEffect(() => {
    if (next) {
      change({ type: "set", id: next.id, to: { step: "reading" } });
      void start(next);
    }
  }, [next]);
  return {
    sendings,
    add: (files: readonly File[]) => change({ type: "add", files }),
    retry: (id: number) => change({ type: "set", id, to: { step: "waiting", error: undefined } }),
    drop: (id: number) => {
      aborts.current.get(id)?.abort();
      change({ type: "drop", id });
    },
  };
}

async function sendAndCreate(
  file: File,
  targetNow: () => Target,
  signal: AbortSignal,
  set: (to: Partial<Sending>) => void,
): Promise<string> {
  const { namespace } = targetNow();
  const { upload, existed } = await send({
    namespace,
    file,
    signal,
    onProgress: (sent) => set({ sent }),
    onStep: (step) => set({ step }),
  });
  set({ existed });
  // What is wanted may be changed for as long as the file is on its way.
  const { workflow, configuration } = targetNow();
  const workflows = workflow ? [{ name: workflow, configuration }] : [];
  const body = { namespace, upload, title: "", workflows, deleteSource: false };
  const made = await dataOf(api.POST("/v1/assets", { body, signal }));
  return made.id;
}
