/**
 * Changes as they happen: one connection to the server for all tabs of a browser, which may open only six.
 *
 * The tab that holds a lock listens and tells the others; when it goes, another one gets the lock. A connection that
 * breaks goes on where it was (the browser sends the last event's id); where that is forgotten, or nothing answers,
 * everybody is told to read again.
 */

const KINDS = ["mediaassets", "mediaexecutions", "mediabatches"] as const;

export interface Change {
  readonly kind: (typeof KINDS)[number];
  readonly namespace: string;
  readonly name: string;
  readonly id: string;
  readonly state: string;
  readonly deleted: boolean;
}

export type LiveStatus = "live" | "polling";
export type Told =
  | { readonly type: "change"; readonly change: Change }
  | { readonly type: "resync" }
  | { readonly type: "status"; readonly status: LiveStatus };

const NAME = "media-insights.live";
const POLL_MS = 10_000;
const FAILURES_BEFORE_POLLING = 3;

/** Pause before the next connection: 1 s, doubled up to 30 s. */
export function pauseAfter(failures: number): number {
  return Math.min(30_000, 1000 * 2 ** Math.max(0, failures - 1));
}

/** Follow the changes until `stop` is called. */
export function follow(address: string, listener: (told: Told) => void): () => void {
  const ended = new AbortController();
  const channel = new BroadcastChannel(`${NAME} ${address}`);
  channel.onmessage = ({ data }) => listener(data);
  const tell = (told: Told): void => {
    listener(told);
    channel.postMessage(told);
  };
  const lead = (): Promise<void> => listen(address, tell, ended.signal);
  if ("locks" in navigator) {
    navigator.locks.request(`${NAME} ${address}`, { signal: ended.signal }, lead).catch(ignoreAbort);
  } else {
    void lead();
  }
  return () => {
    ended.abort();
    channel.close();
  };
}

async function listen(address: string, tell: (told: Told) => void, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const heard = await connection(address, tell, signal);
    failures = heard ? 1 : failures + 1;
    if (signal.aborted) {
      return;
    }
    if (failures >= FAILURES_BEFORE_POLLING) {
      tell({ type: "status", status: "polling" });
    }
    await pause(failures >= FAILURES_BEFORE_POLLING ? POLL_MS : pauseAfter(failures), signal);
    tell({ type: "resync" });
  }
}

/** One connection, until the server ends it for good; whether it ever answered. */
function connection(address: string, tell: (told: Told) => void, signal: AbortSignal): Promise<boolean> {
  return new Promise((done) => {
    const source = new EventSource(address);
    let heard = false;
    const end = (): void => {
      source.close();
      done(heard);
    };
    source.onopen = () => {
      heard = true;
      tell({ type: "status", status: "live" });
    };
    source.onerror = () => {
      // A connection that broke is opened again by the browser itself; one that was refused is closed.
      if (source.readyState === EventSource.CLOSED || !heard) {
        end();
      }
    };
    for (const kind of KINDS) {
      source.addEventListener(kind, ({ data }) => tell({ type: "change", change: JSON.parse(data) }));
    }
    signal.addEventListener("abort", end, { once: true });
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        done();
      },
      { once: true },
    );
  });
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "AbortError")) {
    throw error;
  }
}
