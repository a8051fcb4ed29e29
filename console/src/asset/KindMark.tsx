/** The mark of a kind: its colour, and a shape that tells it apart without colour. */
import type { ReactElement } from "react";
import { LOOKS } from "../moments/kinds";
import type { Kind } from "../moments/moments";

export function KindMark({ kind }: { readonly kind: Kind }): ReactElement {
  return <span className="kind-mark" data-kind={kind} data-shape={LOOKS[kind].shape} aria-hidden />;
}
