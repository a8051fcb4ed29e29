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
