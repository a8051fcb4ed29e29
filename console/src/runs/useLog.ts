/** The log of a run, read as it is written; when the run has ended, as it is kept. */
import { useEffect, useState } from "react";
import { type Problem, problemOf, RefusedRequest } from "../api/problems";
import { logAddress } from "../api/runQueries";
import { EMPTY_LOG, ended, type Log, withText } from "./logLines";

export interface FollowedLog {
  readonly log: Log;
  readonly isReading: boolean;
  readonly problem: Problem | null;
}

const SHOWN_EVERY_MS = 200;

export function useLog(id: string, operator: string, follow: boolean): FollowedLog {
  const [shown, setShown] = useState<FollowedLog>({ log: EMPTY_LOG, isReading: true, problem: null });
  useEffect(() => {
    const stopped = new AbortController();
    let log = EMPTY_LOG;
    setShown({ log, isReading: true, problem: null });
    const timer = setInterval(
      () => setShown((before) => (before.log === log ? before : { ...before, log })),
      SHOWN_EVERY_MS,
    );
    const end = (problem: Problem | null): void => {
      clearInterval(timer);
      if (!stopped.signal.aborted) {
        setShown({ log: ended(log), isReading: false, problem });
      }
    };
    const add = (text: string): void => {
      log = withText(log, text);
    };
    read(logAddress(id, operator, follow), add, stopped.signal).then(
      () => end(null),
      (error: unknown) => end(problemOf(error)),
    );
    return () => {
      clearInterval(timer);
      stopped.abort();
    };
  }, [id, operator, follow]);
  return shown;
}

async function read(address: string, add: (text: string) => void, signal: AbortSignal): Promise<void> {
  const answer = await fetch(new URL(address, document.baseURI), { signal });
  if (!answer.ok || !answer.body) {
    throw new RefusedRequest(problemOf(await answer.json().catch(() => null), answer.status));
  }
  const pieces = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) {
    add(piece.value);
  }
}
