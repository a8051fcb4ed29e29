/** One batch: how far it is, what was asked for, which items failed and why, and what can be done with it. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Layers } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { type Batch, batchQuery, failuresQuery } from "../../api/batchQueries";
import type { Schema } from "../../api/client";
import { BatchHeader } from "../../batches/BatchHeader";
import { Counts } from "../../batches/Counts";
import { Facts } from "../../batches/Facts";
import { waitingItems } from "../../batches/progress";
import { PagedList } from "../../ui/PagedList";
import { PageOfOne } from "../../ui/PageOfOne";
import { Badge, Empty } from "../../ui/states";
import { StateBadge } from "../../ui/values";
import "../runs/runs.css";
import "../../batches/batches.css";

const route = getRouteApi("/runs/batches/$id");

export function BatchPage(): ReactElement {
  const t = useTranslations("batches");
  const { id } = route.useParams();
  const asked = useQuery(batchQuery(id));
  const gone = (
    <Empty icon={Layers} title={t("gone")} actions={<Link to="/runs/batches">{t("toBatches")}</Link>}>
      <p>{t("goneText")}</p>
    </Empty>
  );
  return (
    <PageOfOne title={asked.data?.name ?? t("title")} asked={asked} gone={gone}>
      {(batch) => <Shown batch={batch} />}
    </PageOfOne>
  );
}

function Shown({ batch }: { readonly batch: Batch }): ReactElement {
  const t = useTranslations("batches");
  return (
    <div className="page run-page">
      <BatchHeader batch={batch} />
      {batch.message ? (
        <p className="run-message" role="status">
          {batch.message}
        </p>
      ) : null}
      <Counts
        label={t("counts")}
        counts={[
          { name: t("total"), count: batch.total },
          { name: t("done"), count: batch.done },
          { name: t("failed"), count: batch.failed, bad: true },
          { name: t("running"), count: batch.running },
          { name: t("waiting"), count: waitingItems(batch) },
          { name: t("skipped"), count: batch.skipped },
        ]}
      />
      <AskedFor batch={batch} />
      <Failures batch={batch} />
    </div>
  );
}

function AskedFor({ batch }: { readonly batch: Batch }): ReactElement {
  const t = useTranslations("batches");
  const { source, failureBudget } = batch;
  const { include, exclude } = source;
  const address = ({ bucket, key = "" }: { readonly bucket: string; readonly key?: string }): string =>
    `s3://${bucket}/${key}`;
  const place = source.prefix
    ? t("prefix", { place: address(source.prefix) })
    : source.list
      ? t("list", { place: address(source.list) })
      : "";
  const patterns = [
    include.length > 0 ? t("include", { patterns: include.join(", ") }) : "",
    exclude.length > 0 ? t("exclude", { patterns: exclude.join(", ") }) : "",
  ];
  return (
    <Facts
      facts={[
        { name: t("source"), value: [place, ...patterns].filter(Boolean).join(" · ") },
        { name: t("parallelism"), value: batch.parallelism },
        { name: t("budget"), value: failureBudget ? t("percent", { percent: failureBudget.percent }) : null },
        { name: t("retries"), value: batch.retries > 0 ? batch.retries : null },
      ]}
    />
  );
}

function Failures({ batch }: { readonly batch: Batch }): ReactElement {
  const t = useTranslations("batches");
  const most = batch.mostFrequent ?? [];
  return (
    <section className="batch-section" aria-labelledby="failures">
      <h2 id="failures">{t("failures")}</h2>
      {batch.failed === 0 ? <p className="muted">{t("noFailures")}</p> : null}
      {most.length > 1 ? (
        <ul className="card failure-sentences">
          {most.map(({ message, count }) => (
            <li key={message}>
              <span>{message}</span>
              <span className="numbers">{t("mostFrequent", { count })}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {batch.failed > 0 ? <FailedItems batch={batch} /> : null}
    </section>
  );
}

function FailedItems({ batch }: { readonly batch: Batch }): ReactElement {
  const t = useTranslations("batches");
  const failures = useInfiniteQuery(failuresQuery(batch.id));
  return (
    <PagedList list={failures} more={t("moreFailures")} empty={null}>
      {(rows) => (
        <ul className="card failures" aria-label={t("failures")}>
          {rows.map((each) => (
            <li key={`${each.key} ${each.asset}`}>
              <FailedItem failure={each} namespace={batch.namespace} />
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  );
}

interface FailedItemProps {
  readonly failure: Schema<"BatchFailure">;
  readonly namespace: string;
}

/** An item by its file, which leads to the medium that it became, and why it failed. */
function FailedItem({ failure, namespace }: FailedItemProps): ReactElement {
  const t = useTranslations("batches");
  const { key, asset, execution, state, message } = failure;
  return (
    <>
      <span className="failure-head">
        {asset ? (
          <Link to="/" search={{ q: asset, namespace }}>
            {key}
          </Link>
        ) : (
          <span>{key}</span>
        )}
        {execution ? <StateBadge state={state} /> : <Badge tone="bad">{t("refused")}</Badge>}
      </span>
      <span className="muted">{message}</span>
    </>
  );
}
