/** What changes are told does to the cache: rows are mended where they stand, and what else they touch is read again. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Schema } from "../api/client";
import type { Change, Told } from "../live/stream";

const TOGETHER_MS = 250;
/** First parts of the cache's keys. */
const KEYS = {
  mediaassets: { one: "asset", list: "assets" },
  mediaexecutions: { one: "execution", list: "executions" },
  mediabatches: { one: "batch", list: "batches" },
} as const satisfies Record<Change["kind"], { readonly one: string; readonly list: string }>;
type AssetPages = InfiniteData<Schema<"AssetList">>;

/** A listener of changes that collects them and touches the cache at most four times a second. */
export function cacheListener(cache: QueryClient, onStatus: (isLive: boolean) => void): (told: Told) => void {
  let waiting = new Map<string, Change>();
  const flush = (): void => {
    const changes = [...waiting.values()];
    waiting = new Map();
    applyChanges(cache, changes);
  };
  return (told) => {
    if (told.type === "status") {
      onStatus(told.status === "live");
    } else if (told.type === "resync") {
      void cache.invalidateQueries();
    } else {
      if (waiting.size === 0) {
        setTimeout(flush, TOGETHER_MS);
      }
      waiting.set(told.change.id, told.change);
    }
  };
}

function applyChanges(cache: QueryClient, changes: readonly Change[]): void {
  const assets = changes.filter((each) => each.kind === "mediaassets");
  if (assets.length > 0) {
    mendRows(cache, assets);
  }
  for (const list of new Set(changes.map(({ kind }) => KEYS[kind].list))) {
    void cache.invalidateQueries({ queryKey: [list] });
  }
  for (const { kind, id } of changes) {
    void cache.invalidateQueries({ queryKey: [KEYS[kind].one, id] });
  }
}

function mendRows(cache: QueryClient, changes: readonly Change[]): void {
  const states = new Map(changes.map((each) => [each.id, each]));
  cache.setQueriesData<AssetPages>({ queryKey: ["assets"] }, (known) =>
    known ? { ...known, pages: known.pages.map((page) => mended(page, states)) } : known,
  );
}

function mended(page: Schema<"AssetList">, changes: ReadonlyMap<string, Change>): Schema<"AssetList"> {
  const items = page.items
    .filter((row) => !changes.get(row.id)?.deleted)
    .map((row) => {
      const state = changes.get(row.id)?.state;
      return state === undefined || state === row.state ? row : { ...row, state };
    });
  return { ...page, items };
}
