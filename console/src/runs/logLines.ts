/** What operators wrote, as it arrives in pieces: `transcribe: text`, one line each; the oldest go when there are too many. */

export interface LogLine {
  /** Its place in all that was written. */
  readonly number: number;
  readonly operator: string;
  readonly text: string;
}

export interface Log {
  readonly lines: readonly LogLine[];
  /** Lines that are no longer shown. */
  readonly dropped: number;
  /** The beginning of a line whose end has not arrived. */
  readonly rest: string;
}

export const EMPTY_LOG: Log = { lines: [], dropped: 0, rest: "" };
export const MOST_LINES = 5000;

/** Return a log with another piece of text at its end. */
export function withText(log: Log, text: string, most = MOST_LINES): Log {
  const parts = (log.rest + text).split("\n");
  const rest = parts.pop() ?? "";
  if (parts.length === 0) {
    return { ...log, rest };
  }
  const first = log.dropped + log.lines.length;
  const lines = [...log.lines, ...parts.map((each, at) => lineOf(each, first + at))];
  const surplus = Math.max(0, lines.length - most);
  return { lines: lines.slice(surplus), dropped: log.dropped + surplus, rest };
}

/** Return a log whose last line has no end of line. */
export function ended(log: Log): Log {
  return log.rest === "" ? log : withText(log, "\n");
}

function lineOf(written: string, number: number): LogLine {
  const at = written.indexOf(": ");
  return at < 0
    ? { number, operator: "", text: written.replace(/:$/, "") }
    : { number, operator: written.slice(0, at), text: written.slice(at + 2) };
}
