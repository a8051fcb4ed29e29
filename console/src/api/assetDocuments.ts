/** An asset as the API describes it, and where its files are. */
import type { Schema } from "./client";

export type AssetDocument = Schema<"AssetDocument">;

/** Fields that have a default are always sent, but not promised by the API's description. */
export function resultsOf(asset: AssetDocument): readonly Schema<"ResultView">[] {
  return asset.results ?? [];
}

export function filesOf(asset: AssetDocument): readonly Schema<"MediumView">[] {
  return asset.files ?? [];
}

/**
 * What changes with anything that was found: readers ask again when it does, and not whenever an asset changes state.
 *
 * A run tells its progress many times, and each would read hours of results again.
 */
export function versionOf(asset: AssetDocument): string {
  return resultsOf(asset)
    .map((each) => `${each.name} ${each.execution} ${each.time ?? ""}`)
    .join("\n");
}

/** The address of a file of an asset, relative to `<base href>`. */
export function mediaAddress(id: string, medium: string): string {
  return `v1/assets/${encodeURIComponent(id)}/media/${encodeURIComponent(medium)}`;
}

export function frameAddress(id: string, ms: number): string {
  return `v1/assets/${encodeURIComponent(id)}/frames/${Math.max(0, Math.round(ms))}.jpg`;
}
