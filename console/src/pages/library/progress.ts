/** How far the newest run of each asset is, from the lists of what waits and runs. */
import { useQueries } from "@tanstack/react-query";
import { executionsQuery } from "../../api/queries";
import { fractionOf } from "../../runs/states";

export interface RunProgress {
  readonly fraction: number | undefined;
  /** `7/12`; empty before it is known. */
  readonly words: string;
}

/** Namespace and name of an asset → how far its run is. */
export function useProgress(): ReadonlyMap<string, RunProgress> {
  const lists = useQueries({ queries: [executionsQuery("Queued"), executionsQuery("Started")] });
  const rows = lists.flatMap(({ data }) => data?.items ?? []);
  return new Map(
    rows.map((each) => [
      `${each.namespace}/${each.asset}`,
      { fraction: fractionOf(each.progress), words: each.progress },
    ]),
  );
}
