/** What the search page asks for. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type Schema } from "../../api/client";
import { dataOf } from "../../api/problems";
import type { SearchParams } from "../../app/router";

export type Hit = Schema<"HitView">;
export type Order = SearchParams["order"];

interface Asked {
  readonly q: string;
  readonly order: Order;
  readonly namespace: string;
}

const PAGE = 100;

export const hitsQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ["search", asked],
    queryFn: ({ pageParam, signal }) =>
      dataOf(api.GET("/v1/search", { params: { query: { ...asked, limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    enabled: asked.q !== "",
  });

export const savedQuery = (namespace: string) =>
  queryOptions({
    queryKey: ["searches", namespace],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/searches", { params: { query: { namespace, limit: 200 } }, signal })),
  });

/** Counted after the hits, which never wait for it. */
export const facetsQuery = ({ q, namespace }: Asked, isWanted: boolean) =>
  queryOptions({
    queryKey: ["facets", q, namespace],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/search/facets", { params: { query: { q, namespace } }, signal })),
    enabled: isWanted && q !== "",
  });

/** Images that look like the one of an asset at a time; 404 where nothing is known of how that looks. */
export const similarQuery = (asset: string, time: number) =>
  queryOptions({
    queryKey: ["similar", asset, time],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/similar", { params: { query: { asset, time, limit: 60 } }, signal })),
    retry: false,
  });
