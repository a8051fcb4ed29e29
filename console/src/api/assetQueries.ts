/** What the page of an asset asks the API for. */
import { queryOptions } from "@tanstack/react-query";
import { KINDS, type Kind, type Moment } from "../moments/moments";
import { type BoxColumns, joinedColumns } from "../overlay/boxColumns";
import type { Sentence } from "../transcript/transcript";
import { type AssetDocument, filesOf, resultsOf, versionOf } from "./assetDocuments";
import { api, type Schema } from "./client";
import { dataOf } from "./problems";

export type EditView = Schema<"EditView">;
export type NewEdit = Schema<"NewEdit">;

const MOMENTS_PAGE = 2000;
const BOXES_PAGE = 20_000;
const SENTENCES_PAGE = 2000;
/** How often a receipt is asked for that is not there yet. */
const RECEIPT_MS = 1500;

export const momentsQuery = (asset: AssetDocument) =>
  queryOptions({
    queryKey: ["found", asset.id, "moments", versionOf(asset)],
    queryFn: ({ signal }) =>
      allMoments((query) => {
        const params = { path: { id: asset.id }, query };
        return dataOf(api.GET("/v1/assets/{id}/moments", { params, signal }));
      }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: resultsOf(asset).length > 0,
  });

/** The same as operators wrote it, without what people changed. */
export const writtenMomentsQuery = (asset: AssetDocument) =>
  queryOptions({
    queryKey: ["found", asset.id, "written", versionOf(asset)],
    queryFn: ({ signal }) =>
      allMoments((query) => {
        const params = { path: { id: asset.id }, query: { ...query, edits: "off" as const } };
        return dataOf(api.GET("/v1/assets/{id}/moments", { params, signal }));
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What one run found, as its operators wrote it. */
export const runMomentsQuery = (id: string) =>
  queryOptions({
    queryKey: ["execution", id, "moments"],
    queryFn: ({ signal }) =>
      allMoments((query) =>
        dataOf(api.GET("/v1/executions/{id}/moments", { params: { path: { id }, query }, signal })),
      ),
  });

interface MomentPage {
  readonly whole: true;
  readonly limit: number;
  readonly cursor: string;
}

async function allMoments(read: (query: MomentPage) => Promise<Schema<"MomentList">>): Promise<Moment[]> {
  const found: Moment[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const page: Schema<"MomentList"> = await read({ whole: true, limit: MOMENTS_PAGE, cursor });
    found.push(...page.items.map(momentOf));
    cursor = page.next || undefined;
  }
  return found;
}

export const boxesQuery = (asset: AssetDocument) =>
  queryOptions({
    queryKey: ["found", asset.id, "boxes", versionOf(asset)],
    queryFn: async ({ signal }): Promise<BoxColumns> => {
      const pages: BoxColumns[] = [];
      for (let cursor: string | undefined = ""; cursor !== undefined; ) {
        const query = { limit: BOXES_PAGE, cursor };
        const asked = api.GET("/v1/assets/{id}/boxes", { params: { path: { id: asset.id }, query }, signal });
        const page: Schema<"BoxColumns"> = await dataOf(asked);
        pages.push(page);
        cursor = page.next || undefined;
      }
      return joinedColumns(pages);
    },
    staleTime: Number.POSITIVE_INFINITY,
    enabled: resultsOf(asset).length > 0,
  });

export const TRANSCRIPT = "TranscribeVideo";

export const sentencesQuery = (asset: AssetDocument) =>
  queryOptions({
    queryKey: ["found", asset.id, "sentences", versionOf(asset)],
    queryFn: async ({ signal }): Promise<Sentence[]> => {
      const found: Sentence[] = [];
      for (let cursor: string | undefined = ""; cursor !== undefined; ) {
        const query = { words: true, limit: SENTENCES_PAGE, cursor };
        const asked = api.GET("/v1/assets/{id}/transcript", { params: { path: { id: asset.id }, query }, signal });
        const page: Schema<"SentenceList"> = await dataOf(asked);
        found.push(...page.items.map((each) => ({ ...each, words: each.words ?? [] })));
        cursor = page.next || undefined;
      }
      return found;
    },
    staleTime: Number.POSITIVE_INFINITY,
    enabled: resultsOf(asset).some((each) => each.name === TRANSCRIPT),
  });

export const framesQuery = (asset: AssetDocument) =>
  queryOptions({
    queryKey: ["found", asset.id, "frames", versionOf(asset)],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/assets/{id}/frames", { params: { path: { id: asset.id } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: filesOf(asset).some((each) => each.medium === "Frames"),
  });

/** Peaks of the sound: one for each of so many parts, so that it can be zoomed into somewhat. */
const PEAKS = 4000;

export const waveformQuery = (asset: AssetDocument) =>
  queryOptions({
    queryKey: ["found", asset.id, "waveform", versionOf(asset)],
    queryFn: ({ signal }) => {
      const params = { path: { id: asset.id }, query: { buckets: PEAKS } };
      return dataOf(api.GET("/v1/assets/{id}/waveform", { params, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
    enabled: filesOf(asset).some((each) => each.medium === "Waveform"),
  });

/** A result as it is stored, with edits; `unknown`, since only its own schema says what it is. */
export const resultQuery = (asset: AssetDocument, name: string) =>
  queryOptions({
    queryKey: ["found", asset.id, "result", name, versionOf(asset)],
    queryFn: async ({ signal }): Promise<unknown> =>
      dataOf(api.GET("/v1/assets/{id}/results/{name}", { params: { path: { id: asset.id, name } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: resultsOf(asset).some((each) => each.name === name),
  });

export const lineageQuery = (asset: AssetDocument, name: string) =>
  queryOptions({
    queryKey: ["found", asset.id, "lineage", name, versionOf(asset)],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/v1/assets/{id}/results/{name}/lineage", { params: { path: { id: asset.id, name } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The receipt of a deleted result that was made at some time; on a cluster it is there a moment after the request. */
export const resultReceiptQuery = ({ namespace, id }: AssetDocument, name: string, made: string) =>
  queryOptions({
    queryKey: ["receipt", id, name, made],
    queryFn: async ({ signal }) => {
      const params = { path: { namespace, id, name } };
      const found = await dataOf(api.GET("/v1/receipts/{namespace}/{id}/results/{name}", { params, signal }));
      return Date.parse(found.deletedAt) < Date.parse(made) || found.objectsLeft > 0 ? null : found;
    },
    retry: false,
    refetchInterval: ({ state }) => (state.data ? false : RECEIPT_MS),
  });

export const editsQuery = (asset: AssetDocument) =>
  queryOptions({
    queryKey: ["found", asset.id, "edits", versionOf(asset)],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/assets/{id}/edits", { params: { path: { id: asset.id } }, signal })),
  });

export const assetRunsQuery = (asset: AssetDocument) =>
  queryOptions({
    queryKey: ["executions", "asset", asset.namespace, asset.name],
    queryFn: ({ signal }) => {
      const query = { asset: asset.name, namespace: asset.namespace, limit: 50 };
      return dataOf(api.GET("/v1/executions", { params: { query }, signal }));
    },
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ["execution", id],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/executions/{id}", { params: { path: { id } }, signal })),
    enabled: id !== "",
  });

function momentOf(view: Schema<"MomentView">): Moment {
  return {
    id: view.id ?? "",
    result: view.result,
    operator: view.operator,
    kind: isKind(view.kind) ? view.kind : "Fact",
    title: view.title ?? "",
    start: view.start ?? null,
    end: view.end ?? null,
    confidence: view.confidence ?? null,
    best: view.best ?? null,
    count: view.count ?? 1,
    boxes: view.boxes ?? [],
    fields: view.fields ?? {},
  };
}

/** A kind that a newer server knows is shown like a fact. */
function isKind(kind: string): kind is Kind {
  return (KINDS as readonly string[]).includes(kind);
}
