/** The version that answers; its route is beside the described API, since anybody may ask it. */
import { queryOptions } from "@tanstack/react-query";
import { dataOf } from "./problems";

interface Version {
  readonly version: string;
}

export const versionQuery = queryOptions({
  queryKey: ["version"],
  queryFn: ({ signal }) => dataOf<Version>(read(signal)),
  staleTime: Number.POSITIVE_INFINITY,
});

async function read(signal: AbortSignal): Promise<{ data?: Version; error?: unknown; response: Response }> {
  const response = await fetch(new URL("version", document.baseURI), { signal });
  return response.ok ? { data: await response.json(), response } : { error: await response.text(), response };
}
