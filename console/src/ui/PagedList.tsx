/** A list that comes page by page: on its way, failed, empty, or its rows with a button for more. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "./Button";
import { ProblemNote } from "./ProblemNote";
import { Skeletons } from "./states";

interface PagedListProps<Row> {
  readonly list: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly Row[] }>>;
  /** Label of the button for the next page. */
  readonly more: string;
  /** What stands there where there is none. */
  readonly empty: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

export function PagedList<Row>({ list, more, empty, children }: PagedListProps<Row>): ReactNode {
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {list.error && rows.length === 0 ? <ProblemNote error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Skeletons count={6} height={56} /> : null}
      {list.isSuccess && rows.length === 0 ? empty : null}
      {rows.length > 0 ? children(rows) : null}
      {list.hasNextPage ? (
        <Button onPress={() => void list.fetchNextPage()} isPending={list.isFetchingNextPage}>
          {more}
        </Button>
      ) : null}
    </>
  );
}
