/** The few facts about a file that people ask for first, as `mediainfo` found them. */

/** Return short texts: `1280 × 720`, `25 fps`, `AVC`, `48 kHz`; none for a result of another shape. */
export function mediaFactsIn(mediainfo: unknown): string[] {
  const tracks = tracksIn(mediainfo);
  const video = tracks.find((each) => each["track_type"] === "Video" || each["track_type"] === "Image");
  const audio = tracks.find((each) => each["track_type"] === "Audio");
  const facts: string[] = [];
  if (video) {
    const [width, height] = [video["width"], video["height"]];
    if (typeof width === "number" && typeof height === "number") {
      facts.push(`${width} × ${height}`);
    }
    if (typeof video["frame_rate"] === "number") {
      facts.push(`${Math.round(video["frame_rate"] * 1000) / 1000} fps`);
    }
  }
  const format = (video ?? audio)?.["format"];
  if (typeof format === "string") {
    facts.push(format);
  }
  if (!video && typeof audio?.["sampling_rate"] === "number") {
    facts.push(`${audio["sampling_rate"] / 1000} kHz`);
  }
  return facts;
}

function tracksIn(mediainfo: unknown): Record<string, unknown>[] {
  const listed =
    typeof mediainfo === "object" && mediainfo !== null ? (mediainfo as { tracks?: unknown }).tracks : null;
  return (Array.isArray(listed) ? listed : []).filter((each) => typeof each === "object" && each !== null);
}
