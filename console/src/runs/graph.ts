/** Where the steps of a plan stand: dagre gives each a place from left to right, the stages one after the other. */
import { Graph, layout } from "@dagrejs/dagre";

export interface GraphStep {
  readonly name: string;
  readonly stage: string;
  readonly after: readonly string[];
  readonly optionalAfter: readonly string[];
}

export interface Placed {
  readonly name: string;
  /** Left upper corner. */
  readonly x: number;
  readonly y: number;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly isOptional: boolean;
  /** Data of an SVG path. */
  readonly path: string;
}

/** The part of the width in which the steps of a stage stand. */
export interface Band {
  readonly stage: string;
  readonly x: number;
  readonly width: number;
}

export interface PlanLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Placed[];
  readonly edges: readonly Edge[];
  readonly bands: readonly Band[];
}

export const NODE = { width: 212, height: 52 } as const;
const MARGIN = 16;
/** Room above the steps for the names of the stages. */
const HEAD = 30;
const BETWEEN_STAGES = "\u0000";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Return the layout of a plan's steps; those of a stage stand left of those of the next. */
export function layoutOf(steps: readonly GraphStep[]): PlanLayout {
  const stages = [...new Set(steps.map((each) => each.stage))];
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: "LR", ranksep: 40, nodesep: 12, edgesep: 4, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const each of steps) {
    graph.setNode(each.name, { ...NODE });
  }
  const known = new Set(steps.map((each) => each.name));
  const wires = steps.flatMap((step) =>
    step.after.filter((name) => known.has(name) && name !== step.name).map((from) => ({ from, step })),
  );
  for (const { from, step } of wires) {
    graph.setEdge(from, step.name, { weight: 2 });
  }
  setStagesApart(graph, steps, stages);
  layout(graph);
  const nodes = steps.map(({ name }) => {
    const { x, y } = graph.node(name) as Point;
    return { name, x: x - NODE.width / 2, y: y - NODE.height / 2 + HEAD };
  });
  // Of the points that dagre gives an edge, those in a column of steps say where it passes them.
  const columns = new Set(nodes.map((each) => Math.round(each.x + NODE.width / 2)));
  const places = new Map(nodes.map((each) => [each.name, each]));
  const edges = wires.map(({ from, step }) => {
    const points = (graph.edge(from, step.name) as { points?: Point[] }).points ?? [];
    const crossing = points.filter((each) => columns.has(Math.round(each.x)));
    const path = pathOf(places.get(from), places.get(step.name), crossing);
    return { from, to: step.name, isOptional: step.optionalAfter.includes(from), path };
  });
  return {
    width: Math.max(0, ...nodes.map((each) => each.x + NODE.width)) + MARGIN,
    height: Math.max(HEAD, ...nodes.map((each) => each.y + NODE.height)) + MARGIN,
    nodes,
    edges,
    bands: bandsOf(steps, stages, places),
  };
}

/** A point between two stages, after all steps of the one and before all of the other. */
function setStagesApart(graph: Graph, steps: readonly GraphStep[], stages: readonly string[]): void {
  for (const [at, stage] of stages.entries()) {
    const next = stages[at + 1];
    if (next === undefined) {
      return;
    }
    const point = BETWEEN_STAGES + stage;
    graph.setNode(point, { width: 0, height: 0 });
    for (const each of steps) {
      if (each.stage === stage) {
        graph.setEdge(each.name, point, { weight: 0 });
      } else if (each.stage === next) {
        graph.setEdge(point, each.name, { weight: 0 });
      }
    }
  }
}

/** A curve from the right side of a step to the left side of another, straight over the columns that are between. */
function pathOf(from: Placed | undefined, to: Placed | undefined, between: readonly Point[]): string {
  if (!from || !to) {
    return "";
  }
  const start = { x: from.x + NODE.width, y: from.y + NODE.height / 2 };
  const end = { x: to.x, y: to.y + NODE.height / 2 };
  const crossed = between.flatMap(({ x, y }) => [
    { x: x - NODE.width / 2, y: y + HEAD },
    { x: x + NODE.width / 2, y: y + HEAD },
  ]);
  const points = [start, ...crossed, end];
  return points.reduce((path, point, at) => {
    const last = points[at - 1];
    return last ? `${path} ${curve(last, point)}` : `M${text(point)}`;
  }, "");
}

function curve(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2;
  return `C${text({ x: middle, y: from.y })} ${text({ x: middle, y: to.y })} ${text(to)}`;
}

function text({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}

function bandsOf(steps: readonly GraphStep[], stages: readonly string[], places: Map<string, Placed>): Band[] {
  return stages.map((stage) => {
    const lefts = steps.filter((each) => each.stage === stage).map((each) => places.get(each.name)?.x ?? 0);
    const x = Math.min(...lefts);
    return { stage, x, width: Math.max(...lefts) + NODE.width - x };
  });
}

export type Arrow = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/** Return the step that an arrow key leads to: the nearest in that direction, straight ahead before aslant. */
export function neighbourOf(nodes: readonly Placed[], name: string, key: Arrow): string | undefined {
  const here = nodes.find((each) => each.name === name);
  if (!here) {
    return nodes[0]?.name;
  }
  const ahead = (each: Placed): number =>
    ({
      ArrowLeft: here.x - each.x,
      ArrowRight: each.x - here.x,
      ArrowUp: here.y - each.y,
      ArrowDown: each.y - here.y,
    })[key];
  const aside = (each: Placed): number =>
    key === "ArrowLeft" || key === "ArrowRight" ? Math.abs(each.y - here.y) : Math.abs(each.x - here.x);
  return nodes
    .filter((each) => ahead(each) > 1)
    .sort((one, other) => ahead(one) + 2 * aside(one) - (ahead(other) + 2 * aside(other)))[0]?.name;
}
