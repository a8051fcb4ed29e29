import { expect, test } from "vitest";
import { spritesOf, tileAt } from "./sprites";

const VTT = `WEBVTT

00:00.000 --> 00:02.000
sprites.jpg#xywh=0,0,160,90

01:00:02.000 --> 01:00:04.000
sprites.jpg#xywh=160,0,160,90

a line of somebody else#xywh=1,2
`;

test("tiles are read with hours and without, and what is none is left out", () => {
  const sprites = spritesOf(VTT);
  expect(sprites.starts).toEqual([0, 3_602_000]);
  expect(tileAt(sprites, 1000)).toEqual({ x: 0, y: 0, width: 160, height: 90 });
  expect(tileAt(sprites, 3_602_000)?.x).toBe(160);
  expect(tileAt(spritesOf("WEBVTT\r\n"), 0)).toBeNull();
});
