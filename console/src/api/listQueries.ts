/** What the pages of word lists ask the API for. */
import { queryOptions } from "@tanstack/react-query";
import { api, type Schema } from "./client";
import { dataOf } from "./problems";

export type WordListRow = Schema<"WordListRow">;
export type WordListDocument = Schema<"WordListDocument">;
export type ListKind = WordListRow["kind"];

/** In the order in which pages show them. */
export const LIST_KINDS: readonly ListKind[] = ["vocabularies", "terminologies", "filters"];

const LISTS_PAGE = 200;

/** Return all lists of a namespace: there are as many as people name. */
export async function readLists(namespace: string, signal: AbortSignal): Promise<WordListRow[]> {
  const found: WordListRow[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const query = { namespace, limit: LISTS_PAGE, cursor };
    const page: Schema<"WordListPage"> = await dataOf(api.GET("/v1/lists", { params: { query }, signal }));
    found.push(...page.items);
    cursor = page.next || undefined;
  }
  return found;
}

export interface ListAddress {
  readonly namespace: string;
  readonly kind: ListKind;
  readonly name: string;
}

/** A list with the text of one version; of the newest without a number. */
export const listQuery = ({ namespace, kind, name }: ListAddress, version?: number) =>
  queryOptions({
    queryKey: ["lists", namespace, kind, name, version ?? "newest"],
    queryFn: ({ signal }) => {
      const params = { path: { namespace, kind, name }, query: version === undefined ? {} : { version } };
      return dataOf(api.GET("/v1/lists/{namespace}/{kind}/{name}", { params, signal }));
    },
  });
