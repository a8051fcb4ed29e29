import { describe, expect, it } from "vitest";
import { fingerprint, missingParts } from "./parts";

const FILE = { bytes: 25, partBytes: 10, partCount: 3 };

describe("parts that are still to be sent", () => {
  const rows = [
    ["all, before any arrived", [], [1, 2, 3]],
    ["those between and after", [{ number: 2, bytes: 10 }], [1, 3]],
    ["one that arrived cut off", [{ number: 3, bytes: 4 }], [1, 2, 3]],
    ["none, when all are there", [1, 2, 3].map((number) => ({ number, bytes: number === 3 ? 5 : 10 })), []],
  ] as const;
  it.each(rows)("%s", (_, parts, numbers) => {
    expect(missingParts({ ...FILE, parts }).map((each) => each.number)).toEqual(numbers);
  });

  it("end where the file does", () => {
    expect(missingParts(FILE).at(-1)).toEqual({ number: 3, start: 20, end: 25 });
  });
});

it("a file that was changed is another file", () => {
  const file = { name: "a b.mp4", size: 3, lastModified: 1 };
  expect(fingerprint("n", file)).not.toBe(fingerprint("n", { ...file, lastModified: 2 }));
  expect(fingerprint("n", file)).not.toBe(fingerprint("m", file));
});
