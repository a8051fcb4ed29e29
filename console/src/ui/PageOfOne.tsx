/** A page about one thing: the thing itself, that it is on its way, that it cannot be read, or that there is none. */
import { type ReactElement, type ReactNode, useEffect } from "react";
import { useTranslations } from "use-intl";
import { problemOf } from "../api/problems";
import { ProblemNote } from "./ProblemNote";
import { Skeletons } from "./states";

interface PageOfOneProps<Thing> {
  /** What the window is called. */
  readonly title: string;
  readonly asked: {
    readonly data: Thing | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  readonly children: (thing: Thing) => ReactElement;
  /** What to say where there is none. */
  readonly gone: ReactNode;
  /** There cannot be one, whatever the server says. */
  readonly isNone?: boolean;
}

export function PageOfOne<Thing>({ title, asked, children, gone, isNone = false }: PageOfOneProps<Thing>): ReactNode {
  const shell = useTranslations("shell");
  useEffect(() => {
    document.title = `${title} – ${shell("name")}`;
  }, [title, shell]);
  const { data, error, refetch } = asked;
  if (data !== undefined) {
    return children(data);
  }
  if (isNone || (error && problemOf(error).status === 404)) {
    return gone;
  }
  return (
    <div className="page">
      {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : <Skeletons count={4} height={80} />}
    </div>
  );
}
