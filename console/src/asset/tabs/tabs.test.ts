import { expect, test } from "vitest";
import type { Kind, Moment } from "../../moments/moments";
import { tabsOf } from "./tabs";

function moment(kind: Kind, result: string, operator: string, title = "x"): Moment {
  const rest = { id: `${result} ${title}`, kind, result, operator, title, start: 0, end: null } as const;
  return { ...rest, confidence: null, best: null, count: 1, boxes: [], fields: {} };
}

const ids = (moments: Moment[], results: string[] = [], hasTranscript = false): string[] =>
  tabsOf(moments, results, hasTranscript).map((each) => each.id);

const FIXED = ["results", "files", "compare", "history"];

test("before anything was found there are files and results", () => {
  expect(ids([])).toEqual(FIXED);
});

test("what is of one kind is in one tab, whoever found it, and counted by its names", () => {
  const found = [
    moment("Label", "labelDetection", "label_detection", "Dog"),
    moment("Label", "labelDetection", "label_detection", "Dog"),
    moment("Label", "plugin", "plugin", "Cat"),
  ];
  expect(ids(found)).toEqual(["labels", ...FIXED]);
  expect(tabsOf(found, [], false)[0]?.count).toBe(2);
});

test("an operator that nobody knew has a tab of its own", () => {
  expect(ids([moment("Fact", "weather", "weather")])).toEqual(["result:weather", ...FIXED]);
  expect(ids([moment("Speech", "translate", "translate")])).toEqual(["result:translate", ...FIXED]);
});

test("nothing unsafe is an answer where somebody looked", () => {
  expect(ids([], ["contentModeration"])).toEqual(["moderation", ...FIXED]);
});

test("speech is in the transcript, and captions have a tab of their own", () => {
  const found = [moment("Speech", "TranscribeVideo", "transcribe"), moment("Speech", "WebCaptions", "captions")];
  expect(ids(found, ["TranscribeVideo", "WebCaptions"], true)).toEqual(["transcript", "captions", ...FIXED]);
});
