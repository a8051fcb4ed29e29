import { describe, expect, test } from "vitest";
import type { Moment } from "../moments/moments";
import { matchesIn } from "./find";
import { millisOf, placesOf } from "./places";
import { retimed } from "./retiming";
import { type Segment, type Sentence, Transcript, type Word } from "./transcript";

function words(text: string, start: number, each = 100): Word[] {
  return text.split(" ").map((word, at) => ({
    text: word,
    start: start + at * each,
    end: start + at * each + each - 20,
    confidence: 80,
  }));
}

function sentence(text: string, start: number, change: Partial<Sentence> = {}): Sentence {
  const said = words(text, start);
  const end = said.at(-1)?.end ?? start;
  return { text, start, end, speaker: "spk_0", channel: "", language: "en", confidence: 80, words: said, ...change };
}

function speech(text: string, start: number, end: number, fields: Record<string, unknown> = {}): Moment {
  const rest = { id: text, result: "TranscribeVideo", operator: "transcribe", kind: "Speech", title: text } as const;
  return { ...rest, start, end, confidence: null, best: null, count: 1, boxes: [], fields };
}

const SAID = Transcript.of(
  [],
  [sentence("It was the best", 1000), sentence("of times, it was", 3000, { speaker: "spk_1" })],
);

test("segments are the moments of speech, with the words of their channel", () => {
  const found = Transcript.of(
    [speech("Hello there. Again", 0, 400, { Speaker: "Ann", Channel: "l" }), speech("Yes", 100, 300, { Channel: "r" })],
    [
      sentence("Hello there.", 0, { channel: "l" }),
      sentence("Again", 200, { channel: "l" }),
      sentence("Yes", 110, { channel: "r", words: words("Yes", 110) }),
    ],
  );
  expect(found.segments.map((each) => [each.speaker, each.words.map((word) => word.text)])).toEqual([
    ["Ann", ["Hello", "there.", "Again"]],
    ["", ["Yes"]],
  ]);
  expect(found.segments[0]).toMatchObject({ confidence: 80, language: "en" });
});

test.each([
  [0, -1, -1],
  [1000, 0, 0],
  [1150, 0, 1],
  [2900, 0, -1],
  [3210, 1, 2],
])("at %d ms segment %d and word %d are said", (ms, segment, word) => {
  expect(SAID.at(ms)).toBe(segment);
  expect(SAID.wordAt(segment, ms)).toBe(word);
});

describe("edits", () => {
  test("change one segment and share the others", () => {
    const edited = SAID.withText(0, "It was the very best");
    expect(edited.segments[0]?.text).toBe("It was the very best");
    expect(edited.segments[1]).toBe(SAID.segments[1]);
    expect(SAID.segments[0]?.text).toBe("It was the best");
    expect(edited.withText(9, "nothing")).toBe(edited);
  });

  test("a name is changed everywhere, and speakers are counted", () => {
    expect(
      SAID.withName("spk_1", "Ann")
        .speakers()
        .map((each) => [each.name, each.segments]),
    ).toEqual([
      ["spk_0", 1],
      ["Ann", 1],
    ]);
    expect(SAID.withSpeaker(0, "spk_1").speakers()).toHaveLength(1);
  });

  test.each([
    ["It was the worst", [1000, 1100, 1200, 1280]],
    ["It was very much the best", [1000, 1100, 1180, 1190, 1200, 1300]],
    ["", []],
    ["All new", [1000, 1190]],
  ])("words of %j begin at %j", (text, starts) => {
    const found = retimed(SAID.segments[0] as Segment, text);
    expect(found.map((each) => each.text).join(" ")).toBe(text);
    expect(found.every((each) => each.end >= each.start)).toBe(true);
    expect(found.map((each) => each.start)).toEqual(starts);
  });
});

describe("find", () => {
  test.each([
    ["BEST", [[0, 11, 15]]],
    [
      "it was",
      [
        [0, 0, 6],
        [1, 10, 16],
      ],
    ],
    ["  ", []],
    ["worst", []],
  ])("%j is at %j", (query, wanted) => {
    expect(matchesIn(SAID, query).map((each) => [each.segment, each.from, each.to])).toEqual(wanted);
  });

  test("letters of another width or of several units are found where they stand", () => {
    const said = Transcript.of([], [sentence("ﬁne 👍 ＡＢＣ カ", 0)]);
    const of = (query: string): string[] =>
      matchesIn(said, query).map((each) => said.segments[0]?.text.slice(each.from, each.to) ?? "");
    expect(of("abc")).toEqual(["ＡＢＣ"]);
    expect(of("👍")).toEqual(["👍"]);
    expect(of("fine")).toEqual(["ﬁne"]);
  });
});

describe("places", () => {
  const [first] = SAID.segments as [Segment];

  test("words stand where they are written", () => {
    expect(placesOf(first).map((each) => each && first.text.slice(each.from, each.to))).toEqual([
      "It",
      "was",
      "the",
      "best",
    ]);
    expect(placesOf({ ...first, text: "It is the best" })[1]).toBeNull();
  });

  test.each([
    [0, 1000],
    [4, 1100],
    [6, 1100],
    [14, 1300],
  ])("what stands at %d is said at %d", (offset, ms) => {
    expect(millisOf(first, offset)).toBe(ms);
  });
});
