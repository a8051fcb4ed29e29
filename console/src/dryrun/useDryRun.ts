/** Asks the server what a run would do, again whenever what is asked for has stood still for a moment. */
import { keepPreviousData, type QueryKey, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, type Schema } from "../api/client";
import { dataOf, problemOf } from "../api/problems";
import type { Values } from "../forms/fields";

/** Step → its parameters, and `enabled`. */
export type Configuration = Readonly<Record<string, Values>>;

export interface DryRun {
  readonly problems: readonly { readonly at: string; readonly message: string }[];
  /** Absent where something is wrong. */
  readonly plan: Schema<"PlanView"> | null;
}

export interface Asked {
  readonly data: DryRun | undefined;
  readonly error: Error | null;
  /** Whether the answer is to something that was changed meanwhile. */
  readonly isOld: boolean;
  readonly refetch: () => void;
}

const STILL_MS = 350;

/** What the workflow itself would do with a file of a type; undefined: there is none yet. The server judges anything else. */
export function useWorkflowCheck(
  spec: unknown,
  type: Schema<"WorkflowToCheck">["type"],
  configuration: Configuration,
): Asked {
  return useAsked(["check", spec, type, configuration], spec !== undefined, async (signal) => {
    const body = { spec: spec as Schema<"MediaWorkflowSpec">, type: type ?? null, configuration };
    const found = await dataOf(api.POST("/v1/workflows:check", { body, signal }));
    return { problems: found.problems, plan: found.plan ?? null };
  });
}

/** What a run over an asset would do. */
export function useAssetPlan(asset: string, workflow: string, configuration: Configuration): Asked {
  return useAsked(["found", asset, "plan", workflow, configuration], workflow !== "", async (signal) => {
    const found = await dataOf(api.POST("/v1/plans", { body: { asset, workflow, configuration }, signal }));
    return { problems: found.problems ?? [], plan: found.accepted ? found : null };
  });
}

/** What has not even the shape of a workflow is refused as a whole, and says where all the same. */
function asProblems(error: unknown): DryRun {
  const { status, fields } = problemOf(error);
  if (status === 422 && fields.length > 0) {
    return { problems: fields, plan: null };
  }
  throw error;
}

function useAsked(key: QueryKey, isReady: boolean, ask: (signal: AbortSignal) => Promise<DryRun>): Asked {
  const text = JSON.stringify(key);
  const [still, setStill] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setStill(text), STILL_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const isStill = still === text;
  const found = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask(signal).catch(asProblems),
    enabled: isReady && isStill,
    placeholderData: keepPreviousData,
  });
  return {
    data: found.data,
    error: found.error,
    isOld: !isStill || found.isPlaceholderData || found.isFetching,
    refetch: () => void found.refetch(),
  };
}
