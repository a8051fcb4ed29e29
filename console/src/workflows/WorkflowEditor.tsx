/** Edits a workflow stage by stage; the server checks every change, and its words stand where they belong. */
import { ArrowDown, ArrowUp, ChevronRight, Plus, Trash2 } from "lucide-react";
import type { ReactElement } from "react";
import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import { useTranslations } from "use-intl";
import type { Schema } from "../api/client";
import { WeakBadge } from "../catalogue/Weak";
import { fieldsOf } from "../forms/fields";
import { SchemaForm } from "../forms/SchemaForm";
import { Button, IconButton } from "../ui/Button";
import { CheckInput, Chooser, TextInput } from "../ui/fields";
import {
  type Entry,
  movedEntry,
  movedStage,
  nameOf,
  placeOf,
  type Spec,
  withEntry,
  withNewStage,
  withOperator,
  withoutEntry,
  withoutStage,
  withStage,
} from "./draft";

interface EditorProps {
  readonly spec: Spec;
  readonly onChange: (spec: Spec) => void;
  readonly operators: readonly Schema<"OperatorView">[];
  readonly problems: readonly Schema<"FieldProblem">[];
}

export function WorkflowEditor(props: EditorProps): ReactElement {
  const { spec, onChange } = props;
  const t = useTranslations("workflows");
  return (
    <div className="workflow-editor">
      <TextInput
        label={t("description")}
        value={spec.description}
        onChange={(description) => onChange({ ...spec, description })}
      />
      <Chooser
        label={t("scheduling")}
        choices={[
          { id: "DataFlow", label: t("dataFlow") },
          { id: "Staged", label: t("staged") },
        ]}
        value={spec.scheduling}
        onChange={(scheduling) => onChange({ ...spec, scheduling })}
      />
      <ol className="editor-stages">
        {spec.stages.map((stage, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stage's name is being typed, its place is what it is
          <StageEditor key={at} {...props} stage={stage} at={at} />
        ))}
      </ol>
      <Button onPress={() => onChange(withNewStage(spec))}>
        <Plus size={15} aria-hidden /> {t("addStage")}
      </Button>
    </div>
  );
}

interface StageProps extends EditorProps {
  readonly stage: Schema<"Stage">;
  readonly at: number;
}

function StageEditor({ spec, onChange, operators, problems, stage, at }: StageProps): ReactElement {
  const t = useTranslations("workflows");
  const own = problems.filter((each) => placeOf(each.at).stage === at);
  const said = own.filter((each) => placeOf(each.at).entry < 0).map((each) => each.message);
  return (
    <li className="editor-stage card">
      <div className="editor-stage-head">
        <TextInput
          label={t("stageName")}
          value={stage.name}
          onChange={(name) => onChange(withStage(spec, at, (found) => ({ ...found, name })))}
          error={said.join(" ")}
        />
        <IconButton label={t("stageUp", { stage: stage.name })} onPress={() => onChange(movedStage(spec, at, -1))}>
          <ArrowUp size={16} aria-hidden />
        </IconButton>
        <IconButton label={t("stageDown", { stage: stage.name })} onPress={() => onChange(movedStage(spec, at, 1))}>
          <ArrowDown size={16} aria-hidden />
        </IconButton>
        <IconButton label={t("removeStage", { stage: stage.name })} onPress={() => onChange(withoutStage(spec, at))}>
          <Trash2 size={16} aria-hidden />
        </IconButton>
      </div>
      <ul className="editor-entries">
        {stage.operators.map((entry, index) => (
          <EntryEditor
            key={nameOf(entry)}
            entry={entry}
            operator={operators.find((each) => each.name === entry.name)}
            problems={own.filter((each) => placeOf(each.at).entry === index)}
            onChange={(change) => onChange(withEntry(spec, at, index, change))}
            onMove={(by) => onChange(movedEntry(spec, at, index, by))}
            onRemove={() => onChange(withoutEntry(spec, at, index))}
          />
        ))}
      </ul>
      <Chooser
        label={t("addOperator", { stage: stage.name })}
        isInline
        choices={[{ id: "", label: t("choose") }, ...operators.map(({ name }) => ({ id: name, label: name }))]}
        value=""
        onChange={(name) => name && onChange(withOperator(spec, at, name))}
      />
    </li>
  );
}

interface EntryProps {
  readonly entry: Entry;
  readonly operator: Schema<"OperatorView"> | undefined;
  readonly problems: readonly Schema<"FieldProblem">[];
  readonly onChange: (change: Partial<Entry>) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onRemove: () => void;
}

function EntryEditor({ entry, operator, problems, onChange, onMove, onRemove }: EntryProps): ReactElement {
  const t = useTranslations("workflows");
  const name = nameOf(entry);
  const fields = fieldsOf(operator?.spec.parameters ?? {});
  const errors = Object.fromEntries(
    problems.map((each) => [placeOf(each.at).parameter, each.message]).filter(([parameter]) => parameter),
  );
  const said = problems.map((each) => each.message).join(" ");
  return (
    <li className="dry-step">
      <Disclosure>
        <div className="dry-step-head">
          <CheckInput isSelected={entry.enabled} onChange={(enabled) => onChange({ enabled })}>
            <span className="dry-step-name">{name}</span>
          </CheckInput>
          {operator?.weak ? <WeakBadge /> : null}
          <span className="dry-step-why muted">{entry.alias ? entry.name : ""}</span>
          {fields.length > 0 ? (
            <AriaButton slot="trigger" className="button dry-step-open" data-kind="quiet" data-size="small">
              <ChevronRight size={15} aria-hidden /> {t("settings")} <span className="visually-hidden">{name}</span>
            </AriaButton>
          ) : null}
          <span className="entry-buttons">
            <IconButton label={t("entryUp", { name })} onPress={() => onMove(-1)}>
              <ArrowUp size={16} aria-hidden />
            </IconButton>
            <IconButton label={t("entryDown", { name })} onPress={() => onMove(1)}>
              <ArrowDown size={16} aria-hidden />
            </IconButton>
            <IconButton label={t("removeEntry", { name })} onPress={onRemove}>
              <Trash2 size={16} aria-hidden />
            </IconButton>
          </span>
        </div>
        {said ? <p className="field-error">{said}</p> : null}
        <DisclosurePanel className="dry-step-form">
          <SchemaForm
            fields={fields}
            values={entry.configuration ?? {}}
            errors={errors}
            onChange={(configuration) => onChange({ configuration: { ...configuration } })}
          />
        </DisclosurePanel>
      </Disclosure>
    </li>
  );
}
