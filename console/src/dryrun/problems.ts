/** Where the server's problems with a run belong: to a parameter of a step, or to the whole. */

interface FieldProblem {
  readonly at: string;
  readonly message: string;
}

export interface SortedProblems {
  /** Step → parameter → what is wrong; the parameter is empty for the step itself. */
  readonly bySteps: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly others: readonly FieldProblem[];
}

/** Of a JSON pointer or a path: `/configuration/transcribe/language`, `spec.configuration.transcribe.language`. */
const OF_A_STEP = /^\/?(?:spec[./])?configuration[./]([^./[]+)(?:[./[]([^./[\]]+))?/;

export function sortedProblems(problems: readonly FieldProblem[], steps: readonly string[]): SortedProblems {
  const bySteps: Record<string, Record<string, string>> = {};
  const others: FieldProblem[] = [];
  for (const each of problems) {
    const [, step = "", parameter = ""] = OF_A_STEP.exec(each.at) ?? [];
    if (steps.includes(step)) {
      const known = bySteps[step] ?? {};
      bySteps[step] = { ...known, [parameter]: [known[parameter], each.message].filter(Boolean).join(" ") };
    } else {
      others.push(each);
    }
  }
  return { bySteps, others };
}
