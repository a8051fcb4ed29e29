/** Colour and shape of each kind: a colour-blind eye tells kinds apart by the shape. */
import type { Kind } from "./moments";

/** How a lane's moments are drawn: a filled bar, one with hatching, a hollow one, or diamonds for points. */
export type Shape = "bar" | "hatch" | "outline" | "dots";

export interface Look {
  readonly colour: string;
  readonly shape: Shape;
}

/** Colours on the dark ground of player and timeline: each has a contrast of more than 3 to it (Okabe and Ito's set). */
export const LOOKS: Readonly<Record<Kind, Look>> = {
  Segment: { colour: "#9aa7b5", shape: "outline" },
  Chapter: { colour: "#c9b6f2", shape: "outline" },
  Label: { colour: "#56b4e9", shape: "bar" },
  Face: { colour: "#f0c24b", shape: "bar" },
  Person: { colour: "#e69f00", shape: "hatch" },
  Text: { colour: "#6fd6b4", shape: "bar" },
  Moderation: { colour: "#ff8a5c", shape: "hatch" },
  Speech: { colour: "#a8c7ff", shape: "bar" },
  Sound: { colour: "#e39fcb", shape: "dots" },
  Entity: { colour: "#b5d66b", shape: "dots" },
  Fact: { colour: "#c3c9d1", shape: "hatch" },
};
