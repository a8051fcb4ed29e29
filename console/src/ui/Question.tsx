/** Asks before something that cannot be undone: what goes, what stays, and why it could not be done. */
import type { ReactElement, ReactNode } from "react";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { ProblemNote } from "./ProblemNote";

interface QuestionProps {
  readonly title: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
  readonly isOpen?: boolean;
  readonly isPending?: boolean;
  readonly isDisabled?: boolean;
  readonly error?: Error | null;
  readonly children: ReactNode;
}

export function Question(props: QuestionProps): ReactElement {
  const { title, yes, no, onYes, onNo, isOpen = true, isPending = false, isDisabled = false, error, children } = props;
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onNo}
      role="alertdialog"
      actions={
        <>
          <Button onPress={onNo}>{no}</Button>
          <Button kind="danger" isPending={isPending} isDisabled={isDisabled} onPress={onYes}>
            {yes}
          </Button>
        </>
      }
    >
      {children}
      {error ? <ProblemNote error={error} /> : null}
    </Dialog>
  );
}
