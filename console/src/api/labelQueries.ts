/** What the pages of label collections ask the API for. */
import { queryOptions } from "@tanstack/react-query";
import { api, type Schema } from "./client";
import { dataOf } from "./problems";

export type LabelCollectionRow = Schema<"LabelCollectionRow">;
export type LabelCollection = Schema<"LabelCollectionDocument">;

const COLLECTIONS_PAGE = 200;

/** Return all collections of labels of a namespace: there are as many as people name. */
export async function readLabelCollections(namespace: string, signal: AbortSignal): Promise<LabelCollectionRow[]> {
  const found: LabelCollectionRow[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const query = { namespace, limit: COLLECTIONS_PAGE, cursor };
    const asked = api.GET("/v1/collections/labels", { params: { query }, signal });
    const page: Schema<"LabelCollectionList"> = await dataOf(asked);
    found.push(...page.items);
    cursor = page.next || undefined;
  }
  return found;
}

/** A collection with what became of each label when its examples were hidden in turn. */
export const labelCollectionQuery = (namespace: string, name: string) =>
  queryOptions({
    queryKey: ["label-collections", namespace, name],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/v1/collections/labels/{namespace}/{name}", { params: { path: { namespace, name } }, signal })),
  });
