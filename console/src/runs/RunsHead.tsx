/** What runs, one by one, many as one, and by itself: the head of its pages. Only a cluster has batches and sources. */
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { isLaptop } from "../app/deployment";

export function RunsHead({ children }: { readonly children?: ReactNode }): ReactElement {
  const t = useTranslations("runs");
  const batches = useTranslations("batches");
  const sources = useTranslations("sources");
  return (
    <>
      <div className="page-head">
        <h1>{t("title")}</h1>
        {children}
      </div>
      {isLaptop ? null : (
        <nav className="tabs-list" aria-label={t("title")}>
          <Link to="/runs" className="tab" activeOptions={{ exact: true, includeSearch: false }}>
            {t("each")}
          </Link>
          <Link to="/runs/batches" className="tab" activeOptions={{ includeSearch: false }}>
            {batches("title")}
          </Link>
          <Link to="/runs/sources" className="tab" activeOptions={{ includeSearch: false }}>
            {sources("title")}
          </Link>
        </nav>
      )}
    </>
  );
}
