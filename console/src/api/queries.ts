/** What pages ask the API for: one place, so that whatever changes is known by the same key everywhere. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type Schema } from "./client";
import { dataOf } from "./problems";

export type AssetRow = Schema<"AssetRow">;
export type AssetOrder = "newest" | "oldest" | "title";

export interface AssetFilter {
  readonly q: string;
  readonly type: "" | "Video" | "Audio" | "Image" | "Text";
  readonly state: string;
  readonly order: AssetOrder;
  readonly namespace: string;
}

export const PAGE = 100;

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => dataOf(api.GET("/v1/session", { signal })),
  staleTime: 60_000,
});

export const rightsQuery = (namespace: string) =>
  queryOptions({
    queryKey: ["rights", namespace],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/session/rights", { params: { query: { namespace } }, signal })),
    staleTime: 60_000,
  });

export const namespacesQuery = queryOptions({
  queryKey: ["namespaces"],
  queryFn: ({ signal }) => dataOf(api.GET("/v1/namespaces", { signal })),
  staleTime: 300_000,
});

export const assetsQuery = (filter: AssetFilter) =>
  infiniteQueryOptions({
    queryKey: ["assets", filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(api.GET("/v1/assets", { params: { query: { ...filter, limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });

export const assetQuery = (id: string) =>
  queryOptions({
    queryKey: ["asset", id],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/assets/{id}", { params: { path: { id } }, signal })),
  });

/** The newest executions in a state: what runs, what waits. */
export const executionsQuery = (state: Schema<"ExecutionRow">["state"] & RunState) =>
  queryOptions({
    queryKey: ["executions", "state", state],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/executions", { params: { query: { state, limit: 200 } }, signal })),
  });

type RunState = "Queued" | "Started" | "Waiting" | "Resumed" | "Complete" | "Error" | "Cancelled" | "TimedOut";

export const workflowsQuery = (namespace: string) =>
  queryOptions({
    queryKey: ["workflows", namespace],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/workflows", { params: { query: { namespace } }, signal })),
    staleTime: 300_000,
  });

export const operatorsQuery = queryOptions({
  queryKey: ["operators"],
  queryFn: ({ signal }) => dataOf(api.GET("/v1/operators", { signal })),
  staleTime: 300_000,
});
