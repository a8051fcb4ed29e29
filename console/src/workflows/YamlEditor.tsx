/** A workflow as the text that it is installed from: lines have numbers, and what is wrong is marked where it stands. */
import { type KeyboardEvent, type ReactElement, type RefObject, useId } from "react";
import { useTranslations } from "use-intl";
import type { PlacedProblem } from "./yamlText";

interface YamlEditorProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly problems: readonly PlacedProblem[];
  readonly area: RefObject<HTMLTextAreaElement | null>;
  /** Id of the list that says what is wrong. */
  readonly problemList: string;
}

export function YamlEditor({ text, onChange, problems, area, problemList }: YamlEditorProps): ReactElement {
  const t = useTranslations("workflows");
  const id = useId();
  const lines = text.split("\n");
  const wrong = new Set(problems.map((each) => each.place.line));
  return (
    <section className="yaml-editor card" aria-labelledby={`${id}-label`}>
      <header>
        <label id={`${id}-label`} htmlFor={id}>
          {t("yaml")}
        </label>
        <p id={`${id}-help`} className="field-help">
          {t("yamlHelp")}
        </p>
      </header>
      <div className="yaml-scroll">
        <ol className="yaml-lines" aria-hidden="true">
          {lines.map((_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <li key={at} data-wrong={wrong.has(at + 1)}>
              {at + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={area}
          id={id}
          className="yaml-text"
          value={text}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={keepIndent}
          rows={lines.length}
          cols={Math.max(...lines.map((each) => each.length)) + 2}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-describedby={`${id}-help ${problemList}`}
          aria-invalid={problems.length > 0}
        />
      </div>
    </section>
  );
}

/** Begin a new line where the one before began. The browser's own command keeps what can be undone. */
function keepIndent(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const { value, selectionStart } = event.currentTarget;
  const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
  const indent = /^ */.exec(line)?.[0] ?? "";
  if (event.key === "Enter" && indent !== "" && !event.nativeEvent.isComposing) {
    event.preventDefault();
    document.execCommand("insertText", false, `\n${indent}`);
  }
}

interface PlacedListProps {
  readonly id: string;
  readonly problems: readonly PlacedProblem[];
  readonly area: RefObject<HTMLTextAreaElement | null>;
}

/** What is wrong, line by line; each leads to its place in the text. */
export function PlacedProblemList({ id, problems, area }: PlacedListProps): ReactElement {
  const t = useTranslations("workflows");
  const lead = ({ place }: PlacedProblem): void => {
    const text = area.current;
    if (text) {
      text.focus();
      text.setSelectionRange(place.from, place.to);
      const height = text.clientHeight / text.rows;
      text.parentElement?.scrollTo({ top: (place.line - 6) * height });
    }
  };
  return (
    <ul id={id} className="placed-problems">
      {problems.map((each) => (
        <li key={`${each.at} ${each.message}`}>
          <button type="button" onClick={() => lead(each)}>
            {t("place", { line: each.place.line, column: each.place.column })}
          </button>
          <span>
            {each.at ? <code>{each.at}</code> : null} {each.message}
          </span>
        </li>
      ))}
    </ul>
  );
}
