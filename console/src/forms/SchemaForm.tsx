/** A form for the parameters of an operator, made of its own declaration; the server judges, and its words stand at the field. */
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { Chooser, TextInput } from "../ui/fields";
import { type FormField, readValue, shownValue, type Values, withValue } from "./fields";

interface SchemaFormProps {
  readonly fields: readonly FormField[];
  readonly values: Values;
  /** What holds where nothing is chosen, over the defaults of the schemas. */
  readonly base?: Values;
  readonly onChange: (values: Values) => void;
  /** Name of a field → what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>;
}

const UNSET = "";

export function SchemaForm({ fields, values, base = {}, onChange, errors }: SchemaFormProps): ReactElement {
  const t = useTranslations("forms");
  return (
    <div className="schema-form">
      {fields.map((field) => {
        const { name } = field;
        const shared = {
          label: name,
          error: errors[name] ?? "",
          help: [field.description, field.bounds].filter(Boolean).join(" "),
        };
        const standard = shownValue(field, base[name] ?? field.default);
        const change = (value: unknown): void => onChange(withValue(values, name, value));
        if (field.kind === "choice" || field.kind === "switch") {
          const choices = field.kind === "switch" ? ["true", "false"] : field.choices;
          const unset = { id: UNSET, label: standard === "" ? t("unset") : t("standard", { value: standard }) };
          return (
            <Chooser
              key={name}
              {...shared}
              choices={[unset, ...choices.map((id) => ({ id, label: id }))]}
              value={shownValue(field, values[name])}
              onChange={(chosen) =>
                change(chosen === UNSET ? undefined : field.kind === "switch" ? chosen === "true" : chosen)
              }
            />
          );
        }
        return (
          <Typed key={name} field={field} {...shared} value={values[name]} standard={standard} onChange={change} />
        );
      })}
    </div>
  );
}

interface TypedProps {
  readonly field: FormField;
  readonly label: string;
  readonly help: string;
  readonly error: string;
  readonly value: unknown;
  readonly standard: string;
  readonly onChange: (value: unknown) => void;
}

function Typed({ field, value, standard, onChange, ...rest }: TypedProps): ReactElement {
  const [text, setText] = useState(() => shownValue(field, value)); // as it is typed: "a, " is not two values yet
  return (
    <TextInput
      {...rest}
      value={text}
      placeholder={standard}
      onChange={(typed) => {
        setText(typed);
        onChange(readValue(field, typed));
      }}
    />
  );
}
