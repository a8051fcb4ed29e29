/** One watched place: whether it can be read, what became of its files, and what runs over them. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ChevronLeft, FolderSync } from "lucide-react";
import type { ReactElement } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { type Source, sourceQuery } from "../../api/batchQueries";
import { Counts } from "../../batches/Counts";
import { Facts } from "../../batches/Facts";
import { PageOfOne } from "../../ui/PageOfOne";
import { Empty } from "../../ui/states";
import { Ago, StateBadge } from "../../ui/values";
import "../runs/runs.css";
import "../catalogue/catalogue.css";

const route = getRouteApi("/runs/sources/$id");

export function SourcePage(): ReactElement {
  const t = useTranslations("sources");
  const { id } = route.useParams();
  const asked = useQuery(sourceQuery(id));
  const gone = (
    <Empty icon={FolderSync} title={t("gone")} actions={<Link to="/runs/sources">{t("toSources")}</Link>}>
      <p>{t("goneText")}</p>
    </Empty>
  );
  return (
    <PageOfOne title={asked.data?.name ?? t("title")} asked={asked} gone={gone}>
      {(source) => <Shown source={source} />}
    </PageOfOne>
  );
}

function Shown({ source }: { readonly source: Source }): ReactElement {
  const t = useTranslations("sources");
  return (
    <div className="page run-page">
      <header className="run-line">
        <Link to="/runs/sources" className="button" data-kind="quiet" data-size="icon" aria-label={t("toSources")}>
          <ChevronLeft size={20} aria-hidden />
        </Link>
        <div className="run-title">
          <h1 className="truncate">{source.name}</h1>
          <ul className="run-facts">
            <li>
              <StateBadge state={source.state} />
            </li>
            <li>{source.namespace}</li>
            <li>
              <Ago time={source.created} />
            </li>
          </ul>
        </div>
      </header>
      {source.message ? (
        <p className="run-message" role="status">
          {source.message}
        </p>
      ) : null}
      <Counts
        label={t("objects")}
        counts={[
          { name: t("seen"), count: source.seen },
          { name: t("taken"), count: source.taken },
          { name: t("settling"), count: source.settling },
          { name: t("skipped"), count: source.skipped },
          { name: t("refused"), count: source.refused, bad: true },
          { name: t("unreadable"), count: source.unreadable, bad: true },
        ]}
      />
      <Watched source={source} />
      <Rules source={source} />
    </div>
  );
}

function Watched({ source }: { readonly source: Source }): ReactElement {
  const t = useTranslations("sources");
  const batches = useTranslations("batches");
  const format = useFormatter();
  const { include = [], exclude = [], lastListing, nextListing } = source;
  const time = (at: string | null | undefined): string | null =>
    at ? format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" }) : null;
  const length = (seconds: number): string => {
    const isWhole = seconds > 0 && seconds % 60 === 0;
    const unit = isWhole ? ("minute" as const) : ("second" as const);
    return format.number(isWhole ? seconds / 60 : seconds, { style: "unit", unit, unitDisplay: "long" });
  };
  const patterns = [
    include.length > 0 ? batches("include", { patterns: include.join(", ") }) : "",
    exclude.length > 0 ? batches("exclude", { patterns: exclude.join(", ") }) : "",
  ];
  return (
    <Facts
      facts={[
        {
          name: t("place"),
          value: [`s3://${source.bucket}/${source.prefix}`, ...patterns].filter(Boolean).join(" · "),
        },
        { name: t("every"), value: length(source.everySeconds) },
        { name: t("settle"), value: length(source.settleSeconds) },
        { name: t("parallelism"), value: source.parallelism },
        { name: t("lastListing"), value: time(lastListing) },
        { name: t("nextListing"), value: time(nextListing) },
      ]}
    />
  );
}

function Rules({ source }: { readonly source: Source }): ReactElement {
  const t = useTranslations("sources");
  const library = useTranslations("library");
  const types = {
    Video: library("video"),
    Audio: library("audio"),
    Image: library("image"),
    Text: library("text"),
  };
  return (
    <section className="batch-section" aria-labelledby="rules">
      <h2 id="rules">{t("rules")}</h2>
      <p className="muted">{t("rule")}</p>
      <div className="card rules-of-source">
        <table className="facts-table">
          <thead>
            <tr>
              <th scope="col">{t("files")}</th>
              <th scope="col">{t("workflows")}</th>
            </tr>
          </thead>
          <tbody>
            {source.rules.map((rule, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place, which decides
              <tr key={at}>
                <td>{[...rule.types.map((each) => types[each]), ...rule.patterns].join(", ") || t("whatever")}</td>
                <td>
                  {rule.workflows.map((each) => (
                    <Link key={each.name} to="/catalogue/workflows" search={{ q: each.name }}>
                      {each.name}
                    </Link>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
