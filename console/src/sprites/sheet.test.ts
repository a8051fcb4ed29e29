import { describe, expect, it } from "vitest";
import { parseTiles, tileAt } from "./sheet";

const FILE = `WEBVTT

00:00.000 --> 00:00.520
sprites.jpg#xywh=0,0,160,90

01:00:01.000 --> 01:00:01.520 align:start
sprites.jpg#xywh=160,90,160,90

NOTE 00:00:02.000 --> 00:00:03.000
`;

describe("tiles of seek previews", () => {
  it("are read with their times and places, with and without hours", () => {
    expect(parseTiles(FILE.replaceAll("\n", "\r\n"))).toEqual([
      { file: "sprites.jpg", start: 0, end: 520, x: 0, y: 0, width: 160, height: 90 },
      { file: "sprites.jpg", start: 3_601_000, end: 3_601_520, x: 160, y: 90, width: 160, height: 90 },
    ]);
  });

  it.each([
    [-1, 0],
    [0, 0],
    [0.49, 0],
    [0.5, 160],
    [1, 160],
  ])("at %d begins at %d", (fraction, x) => {
    expect(tileAt(parseTiles(FILE), fraction)?.x).toBe(x);
  });

  it("are none in a file without any", () => {
    expect(tileAt(parseTiles("WEBVTT\n"), 0.5)).toBeUndefined();
  });
});
