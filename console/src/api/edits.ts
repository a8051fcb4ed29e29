/** Edits of an asset from pages that show many assets: sent, and taken back. */
import { api, type Schema } from "./client";
import { dataOf } from "./problems";

export function addEdit(
  asset: string,
  body: Partial<Schema<"NewEdit">> & Pick<Schema<"NewEdit">, "operation" | "result">,
) {
  const filled = { field: "", originals: [], value: "", note: "", ...body };
  return dataOf(
    api.POST("/v1/assets/{id}/edits", {
      params: { path: { id: asset }, header: { "idempotency-key": crypto.randomUUID() } },
      body: filled,
    }),
  );
}

export function undoEdit(asset: string, edit: string) {
  return dataOf(api.DELETE("/v1/assets/{id}/edits/{edit}", { params: { path: { id: asset, edit } } }));
}
