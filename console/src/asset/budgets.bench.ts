/** What drawing costs: `npm run bench`. Budgets: 50 boxes 1 ms, 10,000 moments 4 ms, an edit of 40,000 words 16 ms. */
import { bench, describe } from "vitest";
import { KINDS, type Moment } from "../moments/moments";
import { BoxTracks } from "../overlay/boxTracks";
import { rateOf } from "../player/rate";
import { lanesOf } from "../timeline/lanes";
import { runsOf } from "../timeline/paintLanes";
import { fitted } from "../timeline/scale";
import { matchesIn } from "../transcript/find";
import { Transcript } from "../transcript/transcript";

const RATE = rateOf(25);
const BOXES = Array.from({ length: 50 * 3600 }, (_, at) => at);
const all = (): boolean => true;
const tracks = new BoxTracks({
  results: ["labels"],
  titles: ["Dog"],
  result: BOXES.map(() => 0),
  title: BOXES.map(() => 0),
  start: BOXES.map((at) => Math.floor(at / 50) * 1000),
  end: BOXES.map(() => -1),
  left: BOXES.map((at) => at % 9000),
  top: BOXES.map((at) => at % 9000),
  width: BOXES.map(() => 900),
  height: BOXES.map(() => 900),
  confidence: BOXES.map(() => 900),
  track: BOXES.map(() => -1),
});

const moments = Array.from({ length: 10_000 }, (_, at): Moment => {
  const kind = KINDS[at % KINDS.length] ?? "Fact";
  const rest = {
    id: String(at),
    operator: kind,
    kind,
    title: `Thing ${at % 40}`,
    confidence: 90,
    best: null,
    count: 1,
  };
  return { ...rest, result: kind, start: at * 360, end: at * 360 + 300, boxes: [], fields: {} };
});
const lanes = lanesOf(moments, new Set());
const scale = fitted(3_600_000, 1400);

const spoken = Transcript.of(
  [],
  Array.from({ length: 4000 }, (_, at) => ({
    text: Array.from({ length: 10 }, (__, word) => `word${word}`).join(" "),
    start: at * 3600,
    end: at * 3600 + 3000,
    speaker: `spk_${at % 3}`,
    channel: "",
    language: "en",
    confidence: 90,
    words: Array.from({ length: 10 }, (__, word) => ({
      text: `word${word}`,
      start: at * 3600 + word * 300,
      end: at * 3600 + word * 300 + 250,
      confidence: 90,
    })),
  })),
);

describe("budgets", () => {
  bench("50 boxes of 180,000 at an instant", () => {
    tracks.at(1_234_480, RATE, all);
  });

  bench("10,000 moments in lanes, as rectangles", () => {
    for (const lane of lanes) {
      runsOf(lane, scale, 0);
    }
  });

  bench("an edit of a transcript of 40,000 words", () => {
    spoken.withText(2000, "word0 word1 another word3 word4");
  });

  bench("finding in a transcript of 40,000 words", () => {
    matchesIn(spoken, "word7");
  });
});
