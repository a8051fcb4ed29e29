/** What both views of the library are given. */
import type { UIEvent } from "react";
import type { Selection } from "react-aria-components";
import type { AssetRow } from "../../api/queries";

export interface ListProps {
  readonly assets: readonly AssetRow[];
  readonly selected: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly onNearEnd: (event: UIEvent<HTMLElement>) => void;
}

const NEAR_PX = 1200;

/** Whether somebody has scrolled so far that more is wanted. */
export function isNearEnd({ scrollTop, clientHeight, scrollHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR_PX;
}
