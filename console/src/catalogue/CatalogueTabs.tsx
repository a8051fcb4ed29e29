/** The parts of the catalogue, and the search in one of them. */
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { SearchInput } from "../ui/fields";

interface CatalogueHeadProps {
  readonly count: number | undefined;
  readonly find: string;
  readonly q: string;
  readonly onFind: (q: string) => void;
}

export function CatalogueHead({ count, find, q, onFind }: CatalogueHeadProps): ReactElement {
  const t = useTranslations("catalogue");
  const lists = useTranslations("lists");
  const labels = useTranslations("labels");
  return (
    <>
      <div className="page-head">
        <h1>
          {t("title")}
          {count === undefined ? null : <span className="page-count numbers">{count}</span>}
        </h1>
        <div className="catalogue-find">
          <SearchInput label={find} value={q} onChange={onFind} />
        </div>
      </div>
      <nav className="tabs-list" aria-label={t("title")}>
        <Link to="/catalogue/operators" className="tab" activeOptions={{ includeSearch: false }}>
          {t("operators")}
        </Link>
        <Link to="/catalogue/workflows" className="tab" activeOptions={{ includeSearch: false }}>
          {t("workflows")}
        </Link>
        <Link to="/catalogue/lists" className="tab" activeOptions={{ includeSearch: false }}>
          {lists("title")}
        </Link>
        <Link to="/catalogue/labels" className="tab" activeOptions={{ includeSearch: false }}>
          {labels("title")}
        </Link>
      </nav>
    </>
  );
}
