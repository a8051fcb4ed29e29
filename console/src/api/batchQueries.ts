/** What pages ask about batches and watched sources, which only a cluster has. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type Schema } from "./client";
import { dataOf } from "./problems";

export type BatchRow = Schema<"BatchRow">;
export type Batch = Schema<"BatchDocument">;
export type BatchState = "Listing" | "Started" | "Paused" | "Complete" | "Error" | "Cancelled";
export type SourceRow = Schema<"SourceRow">;
export type Source = Schema<"SourceDocument">;
export type SourceState = "Watching" | "Suspended" | "Error";

interface ListFilter<State extends string> {
  readonly state: "" | State;
  readonly namespace: string;
}

const PAGE = 50;

export const batchesQuery = (filter: ListFilter<BatchState>) =>
  infiniteQueryOptions({
    queryKey: ["batches", filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(api.GET("/v1/batches", { params: { query: { ...filter, limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });

export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ["batch", id],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/batches/{id}", { params: { path: { id } }, signal })),
  });

export const failuresQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["batch", id, "failures"],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { id }, query: { limit: PAGE, cursor: pageParam } };
      return dataOf(api.GET("/v1/batches/{id}/failures", { params, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });

/** Sources say nothing of their changes: their counts are asked for again while they are looked at. */
const AGAIN_MS = 15_000;

export const sourcesQuery = (filter: ListFilter<SourceState>) =>
  infiniteQueryOptions({
    queryKey: ["sources", filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(api.GET("/v1/sources", { params: { query: { ...filter, limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: AGAIN_MS,
  });

export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: ["source", id],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/sources/{id}", { params: { path: { id } }, signal })),
    refetchInterval: AGAIN_MS,
  });
