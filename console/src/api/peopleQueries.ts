/** What the pages of people and of the review ask the API for. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type Schema } from "./client";
import { dataOf } from "./problems";

export type Person = Schema<"PersonView">;
export type ReviewItem = Schema<"ReviewItemView">;
export type FaceCollection = Schema<"CollectionDocument">;

const ITEMS_PAGE = 50;

export const peopleQuery = (named: "yes" | "no" | "all", name: string, namespace: string) =>
  infiniteQueryOptions({
    queryKey: ["people", named, name, namespace],
    queryFn: ({ pageParam, signal }) => {
      const query = { named, name, namespace, limit: ITEMS_PAGE, cursor: pageParam };
      return dataOf(api.GET("/v1/people", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });

export const reviewQuery = (kind: "moderation" | "low-confidence", below: number, namespace: string) =>
  infiniteQueryOptions({
    queryKey: ["review", kind, below, namespace],
    queryFn: ({ pageParam, signal }) => {
      const query = { kind, below, namespace, limit: ITEMS_PAGE, cursor: pageParam };
      return dataOf(api.GET("/v1/review", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    // A list that changed under somebody's hands would move the item that they look at.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const collectionsQuery = (namespace: string) =>
  queryOptions({
    queryKey: ["collections", namespace],
    queryFn: ({ signal }) => {
      const query = { namespace, limit: 200 };
      return dataOf(api.GET("/v1/collections/faces", { params: { query }, signal }));
    },
  });

export const collectionQuery = (namespace: string, name: string) =>
  queryOptions({
    queryKey: ["collections", namespace, name],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/v1/collections/faces/{namespace}/{name}", { params: { path: { namespace, name } }, signal })),
  });
