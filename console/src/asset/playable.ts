/** What of an asset a browser plays, and how its frames are counted. */
import { type AssetDocument, filesOf } from "../api/assetDocuments";
import { type Rate, rateOf } from "../player/rate";

export type Played = "ProxyEncode" | "AudioProxy" | "HlsPlaylist" | "source";

/** Return the medium that is played: what was made for browsers, else the source, as soon as it is there. */
export function playedMedium(asset: AssetDocument): Played {
  const made = new Set(filesOf(asset).map((each) => each.medium));
  if (asset.type === "Video" && made.has("ProxyEncode")) {
    return "ProxyEncode";
  }
  return asset.type === "Audio" && made.has("AudioProxy") ? "AudioProxy" : "source";
}

/**
 * Return the rate of what is played: of the proxy as `proxy` made it; null where frames would be a guess.
 *
 * The source may have a varying rate, so that only times are shown while it is played.
 */
export function rateIn(played: Played, proxy: unknown, mediainfo: unknown): Rate | null {
  const made = member(member(proxy, "ProxyEncode"), "frameRate");
  if (played !== "ProxyEncode" || typeof made !== "number" || !(made >= 1 && made <= 1000)) {
    return null;
  }
  return rateOf(made, timecodeIn(mediainfo));
}

function timecodeIn(mediainfo: unknown): string {
  const tracks = member(mediainfo, "tracks");
  for (const each of Array.isArray(tracks) ? tracks : []) {
    const said = member(each, "time_code_of_first_frame");
    const kind = member(each, "track_type");
    if (typeof said === "string" && (kind === "Video" || kind === "Other")) {
      return said;
    }
  }
  return "";
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
