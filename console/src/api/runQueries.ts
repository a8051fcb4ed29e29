/** What the pages of runs ask the API for. Their keys begin with `executions` or `execution`, which changes invalidate. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type Schema } from "./client";
import { dataOf } from "./problems";

export type Execution = Schema<"ExecutionDocument">;
export type ExecutionRow = Schema<"ExecutionRow">;
export type StepView = Schema<"StepView">;
export type PlanView = Schema<"PlanView">;

export interface RunFilter {
  readonly state: "" | "Queued" | "Started" | "Waiting" | "Complete" | "Error" | "Cancelled" | "TimedOut";
  readonly namespace: string;
}

const RUNS_PAGE = 50;

export const runsQuery = (filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: ["executions", "list", filter],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, limit: RUNS_PAGE, cursor: pageParam };
      return dataOf(api.GET("/v1/executions", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });

export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: ["execution", id],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/executions/{id}", { params: { path: { id } }, signal })),
  });

export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ["execution", id, "plan"],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/executions/{id}/plan", { params: { path: { id } }, signal })),
  });

/** The queue's first page: who waits further behind learns their own place from their own document. */
export const queueQuery = queryOptions({
  queryKey: ["executions", "queue"],
  queryFn: ({ signal }) => dataOf(api.GET("/v1/queue", { params: { query: { limit: 200 } }, signal })),
});

export const limitsQuery = queryOptions({
  queryKey: ["executions", "limits"],
  queryFn: ({ signal }) => dataOf(api.GET("/v1/limits", { signal })),
});

/** The asset of a run, which names it; null when it is gone. */
export const assetNamedQuery = (namespace: string, name: string) =>
  queryOptions({
    // Not below "assets": what changes mends lists there, and this is none.
    queryKey: ["asset named", namespace, name],
    queryFn: async ({ signal }) => {
      const query = { namespace, q: name, limit: 200 };
      const page = await dataOf(api.GET("/v1/assets", { params: { query }, signal }));
      return page.items.find((each) => each.name === name) ?? null;
    },
  });

/** The address of what operators wrote, relative to `<base href>`. */
export function logAddress(id: string, operator: string, follow: boolean): string {
  const query = new URLSearchParams({ ...(operator ? { operator } : {}), ...(follow ? { follow: "true" } : {}) });
  return `v1/executions/${encodeURIComponent(id)}/logs?${query}`;
}
