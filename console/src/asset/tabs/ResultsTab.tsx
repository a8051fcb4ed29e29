/** Every result: what made it, of what and how; and as it is stored. */
import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { type ReactElement, useState } from "react";
import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import { useTranslations } from "use-intl";
import { resultAddress } from "../../api/addresses";
import { resultsOf } from "../../api/assetDocuments";
import { lineageQuery, resultQuery } from "../../api/assetQueries";
import type { Schema } from "../../api/client";
import { valueText } from "../../moments/format";
import { Button } from "../../ui/Button";
import { CopyButton, ProblemNote } from "../../ui/ProblemNote";
import { GuardedButton } from "../../ui/rights";
import { Skeletons } from "../../ui/states";
import { Ago, Bytes } from "../../ui/values";
import { useAssetView } from "../assetView";
import { useResultNames } from "../useResultNames";
import { DeleteResultDialog } from "./DeleteResultDialog";

export function ResultsTab(): ReactElement {
  const t = useTranslations("asset");
  const { asset, place } = useAssetView();
  const nameOf = useResultNames();
  const [leaving, setLeaving] = useState("");
  const results = [...resultsOf(asset)].sort((one, other) => nameOf(one.name).localeCompare(nameOf(other.name)));
  return (
    <div className="results">
      {results.length === 0 ? <p className="muted panel-note">{t("nothingYet")}</p> : null}
      {results.map((each) => (
        <Disclosure key={each.name} className="result" defaultExpanded={place.lane?.split("/")[0] === each.name}>
          {({ isExpanded }) => (
            <>
              <h3>
                <AriaButton slot="trigger" className="result-head">
                  <ChevronRight size={16} aria-hidden data-open={isExpanded} />
                  <span className="truncate">{nameOf(each.name)}</span>
                  <span className="muted">
                    <Bytes bytes={each.bytes ?? 0} /> · <Ago time={each.time ?? ""} />
                  </span>
                </AriaButton>
              </h3>
              <DisclosurePanel>
                {isExpanded ? <Result name={each.name} onDelete={() => setLeaving(each.name)} /> : null}
              </DisclosurePanel>
            </>
          )}
        </Disclosure>
      ))}
      {leaving ? <DeleteResultDialog name={leaving} onClose={() => setLeaving("")} /> : null}
    </div>
  );
}

function Result({ name, onDelete }: { readonly name: string; readonly onDelete: () => void }): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const lineage = useQuery(lineageQuery(asset, name));
  const [isRaw, setIsRaw] = useState(false);
  return (
    <div className="result-body">
      {lineage.isLoading ? <Skeletons count={4} height={18} /> : null}
      {lineage.error ? <ProblemNote error={lineage.error} onRetry={() => void lineage.refetch()} /> : null}
      {lineage.data ? <Lineage view={lineage.data} /> : null}
      <div className="moment-actions">
        <Button size="small" onPress={() => setIsRaw(!isRaw)}>
          {isRaw ? t("hideStored") : t("showStored")}
        </Button>
        <a className="button" data-size="small" download={`${name}.json`} href={resultAddress(asset.id, name)}>
          {t("download")}
        </a>
        <GuardedButton
          asked={{ namespace: asset.namespace, verb: "delete", kind: "mediaassets" }}
          size="small"
          onPress={onDelete}
        >
          {t("deleteResult")}
        </GuardedButton>
      </div>
      {isRaw ? <Stored name={name} /> : null}
    </div>
  );
}

function Lineage({ view }: { readonly view: Schema<"LineageView"> }): ReactElement {
  const t = useTranslations("asset");
  const models = view.models ?? [];
  const ran = new Map((view.modelsRun ?? []).map((each) => [each.name, each.provider ?? ""]));
  const parameters = Object.entries(view.parameters ?? {});
  return (
    <dl className="lineage">
      <dt>{t("madeBy")}</dt>
      <dd>
        {view.operator || t("unknownOperator")} {view.version}
      </dd>
      {view.imageDigest ? (
        <>
          <dt>{t("image")}</dt>
          <dd>
            <code>{view.imageDigest.slice(0, 19)}…</code> <CopyButton label={t("copy")} text={view.image ?? ""} />
          </dd>
        </>
      ) : null}
      {models.length > 0 ? (
        <>
          <dt>{t("models")}</dt>
          <dd>
            <ul>
              {models.map((each) => (
                <li key={each.name}>
                  {each.name}{" "}
                  <span className="muted">{[each.source, ran.get(each.name)].filter(Boolean).join(" · ")}</span>
                </li>
              ))}
            </ul>
          </dd>
        </>
      ) : null}
      {parameters.length > 0 ? (
        <>
          <dt>{t("parameters")}</dt>
          <dd>
            <ul>
              {parameters.map(([name, value]) => (
                <li key={name}>
                  <code>{name}</code> {valueText(value) || "–"}
                </li>
              ))}
            </ul>
          </dd>
        </>
      ) : null}
      {(view.inputs ?? []).length > 0 ? (
        <>
          <dt>{t("madeOf")}</dt>
          <dd>
            <ul>
              {(view.inputs ?? []).map((each) => (
                <li key={`${each.name} ${each.key}`}>
                  {each.medium || each.result || each.name}
                  {each.operator ? <span className="muted"> · {each.operator}</span> : null}
                </li>
              ))}
            </ul>
          </dd>
        </>
      ) : null}
      <dt>{t("run")}</dt>
      <dd>
        {view.execution}{" "}
        {view.finishedAt ? (
          <span className="muted">
            {" "}
            · <Ago time={view.finishedAt} />
          </span>
        ) : null}
      </dd>
    </dl>
  );
}

const MOST_TEXT = 200_000;

function Stored({ name }: { readonly name: string }): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const found = useQuery(resultQuery(asset, name));
  if (found.error) {
    return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  }
  if (found.data === undefined) {
    return <Skeletons count={5} height={14} />;
  }
  const text = JSON.stringify(found.data, null, 2);
  return (
    <>
      <pre className="stored" tabIndex={0}>
        {text.slice(0, MOST_TEXT)}
      </pre>
      {text.length > MOST_TEXT ? <p className="muted">{t("storedCut")}</p> : null}
    </>
  );
}
