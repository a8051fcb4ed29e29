/** Corrections as the API takes them: what they are about is named by its content, so that it is found again later. */
import type { NewEdit } from "../api/assetQueries";
import type { Group } from "../moments/groups";
import type { Segment } from "../transcript/transcript";

type Said = Pick<NewEdit, "operation" | "result"> & Partial<NewEdit>;

/** Everything that has a name which stands for itself can get another one; who is only numbered can be named. */
export function renamed(group: Group, value: string): NewEdit {
  const { result, title } = group;
  return group.kind === "Person"
    ? complete({ operation: "name", result, anchor: { title, throughout: false }, value })
    : complete({ operation: "rename", result, originals: [title], value });
}

/** Whether all moments of a name are right, wrong, or left out. */
export function judged(group: Group, operation: "confirm" | "reject" | "hide"): NewEdit {
  return complete({ operation, result: group.result, anchor: { title: group.title, throughout: false } });
}

export function corrected(result: string, segment: Segment, value: string): NewEdit {
  const anchor = { title: segment.text, start: segment.start, end: segment.end, throughout: false };
  return complete({ operation: "text", result, anchor, value });
}

export function renamedSpeaker(result: string, speaker: string, value: string): NewEdit {
  return complete({ operation: "rename", result, field: "Speaker", originals: [speaker], value });
}

function complete(said: Said): NewEdit {
  return { field: "", originals: [], value: "", note: "", ...said };
}
