/** What went wrong with a request, whatever it was: a refusal of the API, an answer of some proxy, or none at all. */
import type { Schema } from "./client";

type ProblemDocument = Schema<"ProblemDocument">;

export interface Problem {
  /** The API's word, or one of ours: `unreachable`, `unknown`. Its sentence in a language is `problem.<code>`. */
  readonly code: string;
  readonly status: number;
  /** The API's English sentence, which names what and where; empty when there is none. */
  readonly detail: string;
  readonly hint: string;
  readonly fields: readonly { readonly at: string; readonly message: string }[];
}

/** A refusal as an error, so that queries fail with it. */
export class RefusedRequest extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.code);
    this.name = "RefusedRequest";
    this.problem = problem;
  }
}

/** What was thrown or answered, as a problem. */
export function problemOf(thrown: unknown, status = 0): Problem {
  if (thrown instanceof RefusedRequest) {
    return thrown.problem;
  }
  if (thrown instanceof TypeError) {
    return { code: "unreachable", status: 0, detail: "", hint: "", fields: [] };
  }
  const document: Partial<ProblemDocument> = typeof thrown === "object" && thrown !== null ? thrown : {};
  return {
    code: document.code ?? "unknown",
    status: document.status ?? status,
    detail: document.detail ?? "",
    hint: document.hint ?? "",
    fields: document.errors ?? [],
  };
}

interface Answer<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** The data of an answer of `api`. Throws RefusedRequest for a refusal: `await dataOf(api.GET("/v1/assets"))`. */
export async function dataOf<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await asked;
  if (!response.ok) {
    throw new RefusedRequest(problemOf(error, response.status));
  }
  return data as Data;
}
