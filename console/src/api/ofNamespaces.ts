/** What all the caller's namespaces have of a kind, asked for one by one. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { namespacesQuery } from "./queries";

interface OfNamespaces<Item> {
  readonly items: readonly Item[];
  readonly namespaces: readonly string[];
  readonly error: Error | null;
  readonly isPending: boolean;
  /** Ask again for what could not be read. */
  readonly refetch: () => void;
}

/** Read a kind, whose name is the first part of its cache's keys, in every namespace. */
export function useOfNamespaces<Item>(
  kind: string,
  read: (namespace: string, signal: AbortSignal) => Promise<readonly Item[]>,
): OfNamespaces<Item> {
  const namespaces = useQuery(namespacesQuery);
  const names = namespaces.data?.items.map((each) => each.name) ?? [];
  const asked = useQueries({
    queries: names.map((name) => ({
      queryKey: [kind, name],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => read(name, signal),
    })),
  });
  return {
    items: asked.flatMap(({ data }) => data ?? []),
    namespaces: names,
    error: namespaces.error ?? asked.find((each) => each.error)?.error ?? null,
    isPending: namespaces.isPending || asked.some((each) => each.isPending),
    refetch: () => {
      for (const each of [namespaces, ...asked].filter(({ isError }) => isError)) {
        void each.refetch();
      }
    },
  };
}
