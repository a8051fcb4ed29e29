import { expect, test } from "vitest";
import type { AssetDocument } from "../api/assetDocuments";
import { mediaFactsIn } from "./mediaFacts";
import { changedPlace, placeIn } from "./place";
import { playedMedium, rateIn } from "./playable";
import { spacedName } from "./useResultNames";

function asset(type: string, media: string[]): AssetDocument {
  return { id: "x", type, files: media.map((medium) => ({ medium, execution: "run" })) } as AssetDocument;
}

test.each([
  ["Video", [], "source"],
  ["Video", ["ProxyEncode", "AudioProxy"], "ProxyEncode"],
  ["Audio", ["AudioProxy"], "AudioProxy"],
  ["Audio", ["Audio"], "source"],
  ["Image", ["ProxyEncode"], "source"],
])("of a %s with %j the %s is played", (type, media, played) => {
  expect(playedMedium(asset(type, media))).toBe(played);
});

test("frames are counted only where the proxy says its rate", () => {
  const proxy = { ProxyEncode: { frameRate: 29.97 } };
  expect(rateIn("ProxyEncode", proxy, { tracks: [] })).toMatchObject({ num: 30000, den: 1001, drop: true, first: 0 });
  const info = { tracks: [{ track_type: "Other", time_code_of_first_frame: "01:00:00:00" }] };
  expect(rateIn("ProxyEncode", proxy, info)).toMatchObject({ drop: false, first: 108_000 });
  expect(rateIn("source", proxy, info)).toBeNull();
  for (const other of [null, {}, { ProxyEncode: { frameRate: "25" } }, { ProxyEncode: { frameRate: 0 } }]) {
    expect(rateIn("ProxyEncode", other, null)).toBeNull();
  }
});

test("an address gives what it says and leaves out what makes no sense", () => {
  expect(placeIn({ t: 12.48, f: "312", tab: "labels", min: 0, m: 7, q: true })).toEqual({
    t: 12.48,
    f: 312,
    tab: "labels",
    m: "7",
    q: "true",
  });
  expect(placeIn({ t: -1, f: "x", min: 101, lane: { a: 1 } })).toEqual({});
  expect(changedPlace({ t: 1, q: "deep" }, { q: "", tab: "text", t: undefined })).toEqual({ tab: "text" });
});

test("facts of a file are short, and a result of another shape has none", () => {
  const video = { track_type: "Video", width: 1280, height: 720, frame_rate: 29.97, format: "AVC" };
  expect(mediaFactsIn({ tracks: [video, { track_type: "Audio", format: "AAC" }] })).toEqual([
    "1280 × 720",
    "29.97 fps",
    "AVC",
  ]);
  expect(mediaFactsIn({ tracks: [{ track_type: "Audio", format: "FLAC", sampling_rate: 48_000 }] })).toEqual([
    "FLAC",
    "48 kHz",
  ]);
  expect(mediaFactsIn({ tracks: "none" })).toEqual([]);
});

test.each([
  ["technicalCueDetection", "Technical cue detection"],
  ["my_operator", "My operator"],
  ["Mediainfo", "Mediainfo"],
])("%s reads %s", (name, words) => {
  expect(spacedName(name)).toBe(words);
});
