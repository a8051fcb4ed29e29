/** The cache of what the API answered. Changes arrive as events (`live`), so nothing is asked for again by the clock. */
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { problemOf } from "../api/problems";

const TRIES = 2;
const UNKNOWN_CALLER = new Set(["unauthorized", "session-ended"]);

/** A cache that says when the caller is not, or no longer, signed in. */
export function queryClientOf(onSignedOut: () => void): QueryClient {
  const onError = (error: Error): void => {
    if (UNKNOWN_CALLER.has(problemOf(error).code)) {
      onSignedOut();
    }
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 30_000, retry: shouldRetry, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
}

/** Only what may be different the next time is asked for again: a server that is busy or away. */
function shouldRetry(failures: number, error: Error): boolean {
  const { code, status } = problemOf(error);
  return failures < TRIES && (code === "unreachable" || status === 503);
}
