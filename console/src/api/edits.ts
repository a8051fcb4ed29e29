/** Edits of an asset: sent, and taken back. Sent again, each is made once. */
import { api, type Schema } from "./client";
import { dataOf } from "./problems";
import { forgetKeys, withKey } from "./repeats";

export function addEdit(
  asset: string,
  body: Partial<Schema<"NewEdit">> & Pick<Schema<"NewEdit">, "operation" | "result">,
) {
  const filled = { field: "", originals: [], value: "", note: "", ...body };
  return withKey(asset, filled, (key) => {
    const params = { path: { id: asset }, header: { "idempotency-key": key } };
    return dataOf(api.POST("/v1/assets/{id}/edits", { params, body: filled }));
  });
}

/** Needs no key: sent again, it answers what it answered. */
export async function undoEdit(asset: string, edit: string) {
  const undone = await dataOf(api.DELETE("/v1/assets/{id}/edits/{edit}", { params: { path: { id: asset, edit } } }));
  forgetKeys(asset);
  return undone;
}
