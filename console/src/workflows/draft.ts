/** Changes of a workflow that is being edited; each returns another one. */
import type { Schema } from "../api/client";

export type Spec = Schema<"MediaWorkflowSpec">;
export type Entry = Schema<"StageOperator">;
type Stage = Schema<"Stage">;

export const nameOf = (entry: Entry): string => entry.alias || entry.name;

export function withStage(spec: Spec, at: number, change: (stage: Stage) => Stage): Spec {
  return { ...spec, stages: spec.stages.map((each, index) => (index === at ? change(each) : each)) };
}

export function withEntry(spec: Spec, stage: number, at: number, change: Partial<Entry>): Spec {
  return withStage(spec, stage, (found) => ({
    ...found,
    operators: found.operators.map((each, index) => (index === at ? { ...each, ...change } : each)),
  }));
}

/** Add an operator to a stage; a second one of the same name gets a name of its own. */
export function withOperator(spec: Spec, stage: number, operator: string): Spec {
  const taken = new Set(spec.stages.flatMap((each) => each.operators.map(nameOf)));
  const entry: Entry = { name: operator, enabled: true, configuration: {} };
  const added = taken.has(operator) ? { ...entry, alias: freeName(operator, taken) } : entry;
  return withStage(spec, stage, (found) => ({ ...found, operators: [...found.operators, added] }));
}

export function withoutEntry(spec: Spec, stage: number, at: number): Spec {
  return withStage(spec, stage, (found) => ({
    ...found,
    operators: found.operators.filter((_, index) => index !== at),
  }));
}

/** Move an operator to the stage before or after; nothing changes at either end. */
export function movedEntry(spec: Spec, stage: number, at: number, by: 1 | -1): Spec {
  const entry = spec.stages[stage]?.operators[at];
  if (!(entry && spec.stages[stage + by])) {
    return spec;
  }
  return withStage(withoutEntry(spec, stage, at), stage + by, (found) => ({
    ...found,
    operators: [...found.operators, entry],
  }));
}

export function withNewStage(spec: Spec): Spec {
  const name = freeName("stage", new Set(spec.stages.map((each) => each.name)));
  return { ...spec, stages: [...spec.stages, { name, operators: [] }] };
}

export function withoutStage(spec: Spec, at: number): Spec {
  return { ...spec, stages: spec.stages.filter((_, index) => index !== at) };
}

export function movedStage(spec: Spec, at: number, by: 1 | -1): Spec {
  const stages = [...spec.stages];
  const [here, there] = [stages[at], stages[at + by]];
  if (!(here && there)) {
    return spec;
  }
  stages[at] = there;
  stages[at + by] = here;
  return { ...spec, stages };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${name}-${number}`)) {
      return `${name}-${number}`;
    }
  }
}

/** What somebody wrote, as a workflow that is edited stage by stage; undefined where its parts are no stages and operators. */
export function specOf(written: unknown): Spec | undefined {
  if (!(isObject(written) && isListOfObjects(written["stages"]))) {
    return undefined;
  }
  const stages = written["stages"];
  if (!stages.every((each) => isListOfObjects(each["operators"]) && each["operators"].every(hasName))) {
    return undefined;
  }
  const filled = stages.map((stage) => ({
    ...stage,
    name: textOf(stage["name"]),
    operators: (stage["operators"] as Fields[]).map((each) => ({
      ...each,
      enabled: each["enabled"] !== false,
      configuration: isObject(each["configuration"]) ? each["configuration"] : {},
    })),
  }));
  const { description, scheduling = "DataFlow" } = written;
  return { ...written, description: textOf(description), scheduling, stages: filled } as unknown as Spec;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isListOfObjects = (value: unknown): value is readonly Fields[] => Array.isArray(value) && value.every(isObject);
const hasName = ({ name, alias = "" }: Fields): boolean =>
  typeof name === "string" && (alias === null || typeof alias === "string");
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const OF_AN_ENTRY = /^\/spec\/stages\/(\d+)(?:\/operators\/(\d+)(?:\/configuration\/([^/]+))?)?/;

/** Where a problem of the server's check belongs: a stage, an entry of it, a parameter of that; none of them: the whole. */
export function placeOf(at: string): { readonly stage: number; readonly entry: number; readonly parameter: string } {
  const [, stage = "-1", entry = "-1", parameter = ""] = OF_AN_ENTRY.exec(at) ?? [];
  return { stage: Number(stage), entry: Number(entry), parameter };
}
