/** The question of a stage that waits for a person, and the answer that lets the run go on. */
import { HandHelping, Plus, X } from "lucide-react";
import { type ReactElement, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import type { Execution, StepView } from "../api/runQueries";
import { Button, IconButton } from "../ui/Button";
import { TextInput } from "../ui/fields";
import { ProblemNote } from "../ui/ProblemNote";
import { NotAllowed, useMay } from "../ui/rights";
import { type AnswerRow, answerOf, repeatedName } from "./answer";
import type { RunActions } from "./useRunActions";

interface AnswerFormProps {
  readonly run: Execution;
  readonly step: StepView;
  readonly actions: RunActions;
}

export function AnswerForm({ run, step, actions: { resume } }: AnswerFormProps): ReactElement {
  const t = useTranslations("runs");
  const [rows, setRows] = useState<readonly AnswerRow[]>([{ id: 0, name: "approved", value: "true" }]);
  const { allowed, reason } = useMay({ namespace: run.namespace, verb: "update", kind: "mediaexecutions" });
  const repeated = repeatedName(rows);
  const change = (id: number, part: Partial<AnswerRow>): void =>
    setRows(rows.map((each) => (each.id === id ? { ...each, ...part } : each)));
  const submit = (): void => {
    if (!repeated) {
      resume.mutate({ stage: step.stage, data: answerOf(rows) });
    }
  };
  return (
    <Form
      className="answer"
      aria-label={t("question")}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <HandHelping size={20} aria-hidden />
      <div className="answer-body">
        <h2>{step.message || t("waitsForYou", { stage: step.stage })}</h2>
        <p className="muted">{t("answerHelp")}</p>
        <ul className="answer-rows">
          {rows.map((row) => (
            <li key={row.id}>
              <TextInput
                label={t("answerName")}
                value={row.name}
                onChange={(name) => change(row.id, { name })}
                {...(repeated && row.name.trim() === repeated ? { error: t("answerRepeated") } : {})}
              />
              <TextInput label={t("answerValue")} value={row.value} onChange={(value) => change(row.id, { value })} />
              <IconButton label={t("answerRemove")} onPress={() => setRows(rows.filter((each) => each.id !== row.id))}>
                <X size={16} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
        {resume.isError ? <ProblemNote error={resume.error} /> : null}
        <div className="answer-actions">
          <Button type="submit" kind="primary" isPending={resume.isPending} isDisabled={!allowed}>
            {t("resume")}
          </Button>
          <Button
            kind="quiet"
            onPress={() =>
              setRows([...rows, { id: Math.max(-1, ...rows.map((each) => each.id)) + 1, name: "", value: "" }])
            }
          >
            <Plus size={15} aria-hidden /> {t("answerAdd")}
          </Button>
          {allowed ? null : <NotAllowed reason={reason} />}
        </div>
      </div>
    </Form>
  );
}
