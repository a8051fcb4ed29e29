/** Captions as viewers get them, and for each which rules of good captions it breaks. */
import { useQuery } from "@tanstack/react-query";
import { Check, SubtitlesIcon, TriangleAlert } from "lucide-react";
import { type ReactElement, useMemo, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { resultsOf } from "../../api/assetDocuments";
import { resultQuery } from "../../api/assetQueries";
import { brokenRules, type Captions, type Cue, captionsIn, type Rule, speedOf } from "../../captions/cues";
import { clockText } from "../../moments/format";
import { Button } from "../../ui/Button";
import { Chooser } from "../../ui/fields";
import { ProblemNote } from "../../ui/ProblemNote";
import { Badge, Empty, Skeletons } from "../../ui/states";
import { useAssetView } from "../assetView";
import { useClockValue } from "../useClock";
import { useResultNames } from "../useResultNames";

const RESULTS = ["WebCaptions", "TranslatedCaptions", "translateCaptions"];
const PAGE = 150;

export function CaptionsTab(): ReactElement {
  const t = useTranslations("asset");
  const { asset, moments } = useAssetView();
  const nameOf = useResultNames();
  const captioned = new Set(
    moments.filter((each) => each.operator === "translate_captions").map((each) => each.result),
  );
  const there = resultsOf(asset).map((each) => each.name);
  const names = there.filter((each) => RESULTS.includes(each) || captioned.has(each));
  const [chosen, setChosen] = useState(names[0] ?? "WebCaptions");
  const found = useQuery(resultQuery(asset, chosen));
  const captions = useMemo(() => captionsIn(found.data), [found.data]);
  return (
    <>
      {names.length > 1 ? (
        <Chooser
          label={t("show")}
          isInline
          choices={names.map((id) => ({ id, label: nameOf(id) }))}
          value={chosen}
          onChange={setChosen}
        />
      ) : null}
      {found.isLoading ? <Skeletons count={6} height={44} /> : null}
      {found.error ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data === undefined ? null : <Cues captions={captions} />}
    </>
  );
}

function Cues({ captions }: { readonly captions: Captions }): ReactElement {
  const t = useTranslations("asset");
  const { clock } = useAssetView();
  const [pages, setPages] = useState(1);
  const [isBroken, setIsBroken] = useState(false);
  const { cues, rules } = captions;
  const judged = useMemo(
    () => cues.map((cue, at) => ({ cue, broken: brokenRules(cue, sameLanguage(cue, cues[at + 1]), rules) })),
    [cues, rules],
  );
  const current = useClockValue(clock, (ms) => cues.findIndex((each) => each.start <= ms && ms < each.end));
  if (cues.length === 0) {
    return <Empty icon={SubtitlesIcon} title={t("noCaptions")} />;
  }
  const shown = judged.filter((each) => !isBroken || each.broken.length > 0);
  const broken = judged.filter((each) => each.broken.length > 0).length;
  return (
    <>
      {rules.length > 0 ? <Conformance rules={rules} /> : null}
      {broken > 0 ? (
        <Button size="small" onPress={() => setIsBroken(!isBroken)}>
          {isBroken ? t("allCaptions") : t("brokenCaptions", { count: broken })}
        </Button>
      ) : null}
      <ol className="cues">
        {shown.slice(0, pages * PAGE).map(({ cue, broken: of }) => (
          <CueRow key={`${cue.language} ${cue.start}`} cue={cue} broken={of} isCurrent={cues[current] === cue} />
        ))}
      </ol>
      {shown.length > pages * PAGE ? (
        <Button onPress={() => setPages(pages + 1)}>{t("showMore", { count: shown.length - pages * PAGE })}</Button>
      ) : null}
    </>
  );
}

interface CueRowProps {
  readonly cue: Cue;
  readonly broken: readonly string[];
  readonly isCurrent: boolean;
}

function CueRow({ cue, broken, isCurrent }: CueRowProps): ReactElement {
  const t = useTranslations("asset");
  const format = useFormatter();
  const words = useRuleWords();
  const { clock } = useAssetView();
  return (
    <li className="cue" aria-current={isCurrent ? "true" : undefined}>
      <button type="button" className="segment-time numbers" onClick={() => clock.seek(cue.start)}>
        {clockText(cue.start, 1)}
        <span className="visually-hidden">{t("playFromHere")}</span>
      </button>
      <div>
        <p lang={cue.language || undefined}>{cue.text}</p>
        <p className="cue-facts muted numbers">
          {t("cueFacts", {
            seconds: format.number((cue.end - cue.start) / 1000, { maximumFractionDigits: 2 }),
            speed: format.number(speedOf(cue), { maximumFractionDigits: 1 }),
          })}
          {broken.map((each) => (
            <Badge key={each} tone="warn">
              {words(each)}
            </Badge>
          ))}
        </p>
      </div>
    </li>
  );
}

function Conformance({ rules }: { readonly rules: readonly Rule[] }): ReactElement {
  const t = useTranslations("asset");
  const words = useRuleWords();
  return (
    <ul className="rules" aria-label={t("rules")}>
      {rules.map((each) => (
        <li key={each.name} data-broken={each.broken > 0} title={each.source}>
          {each.broken > 0 ? <TriangleAlert size={14} aria-hidden /> : <Check size={14} aria-hidden />}
          <span>{words(each.name)}</span>
          <span className="muted numbers">
            {each.broken > 0 ? t("brokenOf", { broken: each.broken, of: each.of }) : t("kept")}
          </span>
        </li>
      ))}
    </ul>
  );
}

function useRuleWords(): (rule: string) => string {
  const t = useTranslations("rule");
  return (rule) => {
    const key = rule as Parameters<typeof t>[0];
    return /^\w+$/.test(rule) && t.has(key) ? t(key) : rule;
  };
}

function sameLanguage(cue: Cue, next: Cue | undefined): Cue | undefined {
  return next?.language === cue.language ? next : undefined;
}
