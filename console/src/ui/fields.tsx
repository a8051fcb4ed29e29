/** Fields of forms: one label, one help, one error each. */
import { Check, ChevronDown, Search, X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  SearchField as AriaSearchField,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField,
} from "react-aria-components";
import { useTranslations } from "use-intl";

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: ReactNode;
  readonly error?: string;
  readonly type?: "text" | "password" | "number";
  readonly placeholder?: string;
  readonly rows?: number;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
  readonly autoComplete?: string;
}

export function TextInput({ label, help, error, placeholder, rows, ...rest }: TextInputProps): ReactElement {
  return (
    <TextField {...rest} className="field" isInvalid={Boolean(error)}>
      <Label>{label}</Label>
      {rows ? (
        <TextArea className="input" rows={rows} placeholder={placeholder ?? ""} />
      ) : (
        <Input className="input" placeholder={placeholder ?? ""} />
      )}
      {help ? (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      ) : null}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}

interface SearchInputProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSubmit?: (value: string) => void;
  readonly autoFocus?: boolean;
  readonly id?: string;
}

export function SearchInput({ label, placeholder, ...rest }: SearchInputProps): ReactElement {
  const t = useTranslations("shell");
  return (
    <AriaSearchField {...rest} aria-label={label} className="search-field">
      <Search size={16} aria-hidden />
      <Input className="input" placeholder={placeholder ?? label} />
      <AriaButton className="button" data-kind="quiet" aria-label={t("clear")}>
        <X size={14} aria-hidden />
      </AriaButton>
    </AriaSearchField>
  );
}

export interface Choice<Id extends string> {
  readonly id: Id;
  readonly label: string;
}

interface ChooserProps<Id extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Id>[];
  readonly value: Id;
  readonly onChange: (value: Id) => void;
  /** In a row of filters the label stands in the button itself. */
  readonly isInline?: boolean;
  readonly help?: ReactNode;
  readonly error?: string;
}

export function Chooser<Id extends string>({
  label,
  choices,
  value,
  onChange,
  isInline = false,
  help,
  error,
}: ChooserProps<Id>): ReactElement {
  return (
    <Select className="field" value={value} onChange={(key) => onChange(key as Id)} isInvalid={Boolean(error)}>
      <Label className={isInline ? "visually-hidden" : ""}>{label}</Label>
      <AriaButton className="button select-button">
        {/* In the order in which it is said; the style puts the label first. */}
        <SelectValue />
        {isInline ? <span className="select-name"> {label}</span> : null}
        <ChevronDown size={15} aria-hidden />
      </AriaButton>
      {help ? (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      ) : null}
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="popover" offset={4}>
        <ListBox className="listbox" items={choices}>
          {(each) => (
            <ListBoxItem id={each.id} textValue={each.label} className="option">
              {({ isSelected }) => (
                <>
                  {each.label}
                  {isSelected ? <Check size={15} aria-hidden className="option-more" /> : null}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

interface CheckProps {
  readonly isSelected?: boolean;
  readonly isIndeterminate?: boolean;
  readonly isDisabled?: boolean;
  readonly onChange?: (isSelected: boolean) => void;
  /** `selection`: the box of an item of a list, which says its own words. */
  readonly slot?: "selection";
  readonly children?: ReactNode;
}

export function CheckInput({ children, ...rest }: CheckProps): ReactElement {
  return (
    <AriaCheckbox {...rest} className="checkbox">
      <span className="box">
        <Check size={13} strokeWidth={3} aria-hidden />
      </span>
      {children}
    </AriaCheckbox>
  );
}
