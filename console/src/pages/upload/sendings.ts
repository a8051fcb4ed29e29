/** The files that somebody added: which wait, which are on their way, and what became of each. Two are sent at a time. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useRef } from "react";
import { api } from "../../api/client";
import { dataOf, problemOf } from "../../api/problems";
import { withKey } from "../../api/repeats";
import { type Aimed, aimedAt, type Target } from "../../uploads/target";
import { type Sent, send } from "../../uploads/transfer";

export interface Sending extends Aimed {
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
  | { readonly type: "add"; readonly files: readonly File[]; readonly target: Target }
  | { readonly type: "aim"; readonly target: Target }
  | { readonly type: "drop"; readonly id: number }
  | { readonly type: "set"; readonly id: number; readonly to: Partial<Sending> };

const AT_ONCE = 2;
let last = 0;

function reduced(state: readonly Sending[], change: Change): readonly Sending[] {
  switch (change.type) {
    case "add":
      return [...state, ...change.files.map((file) => newSending(file, change.target))];
    case "aim":
      return state.map((each) => (each.step === "done" ? each : aimedAt(each, change.target)));
    case "drop":
      return state.filter((each) => each.id !== change.id);
    default:
      return state.map((each) => (each.id === change.id ? { ...each, ...change.to } : each));
  }
}

function newSending(file: File, target: Target): Sending {
  last += 1;
  return {
    id: last,
    file,
    target,
    isFixed: false,
    step: "waiting",
    sent: 0,
    existed: false,
    asset: "",
    error: undefined,
  };
}

export function useSendings(target: Target) {
  const { namespace, workflow, configuration } = target;
  const [sendings, change] = useReducer(reduced, []);
  const latest = useRef(sendings);
  useEffect(() => {
    latest.current = sendings;
  });
  useEffect(
    () => change({ type: "aim", target: { namespace, workflow, configuration } }),
    [namespace, workflow, configuration],
  );
  const cache = useQueryClient();
  const aborts = useRef(new Map<number, AbortController>());
  const arrived = useRef<Arrived>(new Map());
  const start = async (sending: Sending): Promise<void> => {
    const abort = new AbortController();
    aborts.current.set(sending.id, abort);
    const set = (to: Partial<Sending>): void => change({ type: "set", id: sending.id, to });
    try {
      const targetNow = (): Target => latest.current.find((each) => each.id === sending.id)?.target ?? sending.target;
      const asset = await sendAndCreate(sending, arrived.current, targetNow, abort.signal, set);
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
    add: (files: readonly File[]) => change({ type: "add", files, target }),
    retry: (id: number) => change({ type: "set", id, to: { step: "waiting", error: undefined } }),
    drop: (id: number) => {
      aborts.current.get(id)?.abort();
      arrived.current.delete(id);
      change({ type: "drop", id });
    },
  };
}

/** Files that are there, by the sending: what follows can be tried again without them. */
type Arrived = Map<number, Sent & { readonly namespace: string }>;

async function sendAndCreate(
  { id, file }: Sending,
  arrived: Arrived,
  targetNow: () => Target,
  signal: AbortSignal,
  set: (to: Partial<Sending>) => void,
): Promise<string> {
  const { namespace } = targetNow();
  const before = arrived.get(id);
  const found = before?.namespace === namespace ? before : undefined;
  const told = { onProgress: (sent: number) => set({ sent }), onStep: (step: Sending["step"]) => set({ step }) };
  const { upload, existed } = found ?? (await send({ namespace, file, signal, ...told }));
  arrived.set(id, { upload, existed, namespace });
  set({ existed });
  // Settings may be changed for as long as the file is on its way.
  const { workflow, configuration } = targetNow();
  const workflows = workflow ? [{ name: workflow, configuration }] : [];
  const body = { namespace, upload, title: "", workflows, deleteSource: false };
  try {
    const made = await withKey(`file ${id}`, body, (key) => {
      const header = { "idempotency-key": key };
      return dataOf(api.POST("/v1/assets", { params: { header }, body, signal }));
    });
    return made.id;
  } catch (error) {
    if (!isUnanswered(error)) {
      arrived.delete(id);
    }
    throw error;
  }
}

/** Nobody knows whether it was done: the same is asked for again. */
function isUnanswered(error: unknown): boolean {
  const { code, status } = problemOf(error);
  return code === "unreachable" || status >= 500;
}
