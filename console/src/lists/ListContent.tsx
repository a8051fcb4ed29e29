/** What a version of a list holds: terms, or a table of translations; and what came and went with it. */
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { listQuery, type WordListDocument } from "../api/listQueries";
import { changesBetween, keyed, tableOf, termsIn } from "./terms";

/** As many are drawn at once; the whole is a download away. */
const MOST = 2000;

export function ListContent({ list }: { readonly list: WordListDocument }): ReactElement {
  const t = useTranslations("lists");
  const isTable = list.kind === "terminologies";
  const count = isTable ? tableOf(list.text).rows.length : termsIn(list.text).length;
  return (
    <section className="card list-content" aria-label={t("content")}>
      <h2>
        {t("content")} <span className="page-count numbers">{t("terms", { count })}</span>
      </h2>
      {isTable ? <Terminology text={list.text} /> : <Terms text={list.text} />}
      {count > MOST ? <p className="muted">{t("more", { count: count - MOST })}</p> : null}
    </section>
  );
}

function Terms({ text }: { readonly text: string }): ReactElement {
  return (
    <ul className="terms">
      {keyed(termsIn(text).slice(0, MOST)).map(({ key, value }) => (
        <li key={key}>{value}</li>
      ))}
    </ul>
  );
}

function Terminology({ text }: { readonly text: string }): ReactElement {
  const t = useTranslations("lists");
  const { languages, rows } = tableOf(text);
  const columns = keyed(languages);
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={t("terminologies")}>
      <table className="facts-table">
        <thead>
          <tr>
            {columns.map(({ key, value }) => (
              <th key={key} scope="col">
                {value}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(rows.slice(0, MOST)).map((row) => (
            <tr key={row.key}>
              {columns.map(({ key, value }, column) => (
                <td key={key} lang={value}>
                  {row.value[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a version has that the one before it had not, and the other way round. */
export function VersionChanges({
  list,
  shown,
}: {
  readonly list: WordListDocument;
  readonly shown: number;
}): ReactElement | null {
  const t = useTranslations("lists");
  const before = list.versions.filter((each) => each < shown).at(-1);
  const earlier = useQuery({ ...listQuery(list, before ?? 0), enabled: before !== undefined });
  if (before === undefined || earlier.data === undefined) {
    return null;
  }
  const { added, removed } = changesBetween(earlier.data.text, list.text);
  return (
    <section className="card list-content" aria-label={t("changes", { version: before })}>
      <h2>{t("changes", { version: before })}</h2>
      {added.length + removed.length === 0 ? <p className="muted">{t("sameTerms")}</p> : null}
      <ul className="terms">
        {added.slice(0, MOST).map((each) => (
          <li key={`+${each}`} data-change="added">
            <span className="visually-hidden">{t("added")}</span> {each}
          </li>
        ))}
        {removed.slice(0, MOST).map((each) => (
          <li key={`-${each}`} data-change="removed">
            <span className="visually-hidden">{t("removed")}</span> {each}
          </li>
        ))}
      </ul>
    </section>
  );
}
