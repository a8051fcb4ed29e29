/** Where a file goes, and what is to be done with it: as it was chosen when the file was added. */
import type { Configuration } from "../dryrun/useDryRun";

export interface Target {
  readonly namespace: string;
  /** Empty: nothing is analysed yet. */
  readonly workflow: string;
  readonly configuration: Configuration;
}

export interface Aimed {
  readonly target: Target;
  /** Another namespace or workflow was chosen since: what is chosen now is for the files that come. */
  readonly isFixed: boolean;
}

/** A file's target after a choice: settings still hold for it while namespace and workflow are its own. */
export function aimedAt<Each extends Aimed>(each: Each, chosen: Target): Each {
  const { namespace, workflow } = each.target;
  if (each.isFixed) {
    return each;
  }
  return namespace === chosen.namespace && workflow === chosen.workflow
    ? { ...each, target: chosen }
    : { ...each, isFixed: true };
}
