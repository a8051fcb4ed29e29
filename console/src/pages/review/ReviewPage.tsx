/** What waits for a person's decision, one after the other, by keys: confirm, reject, look again, note, blur, undo. */
import { getRouteApi, Link } from "@tanstack/react-router";
import { Check, CheckCheck, Clock, Eye, EyeOff, Undo2, X } from "lucide-react";
import { type ReactElement, useEffect, useState } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useTranslations } from "use-intl";
import type { ReviewItem } from "../../api/peopleQueries";
import { useShortcuts } from "../../app/shortcuts";
import { useWhileOpen } from "../../app/whileOpen";
import { besideOf, keyOf, shownOf, type Verdict } from "../../review/queue";
import { ReviewFrame } from "../../review/ReviewFrame";
import { type Review, useReview } from "../../review/useReview";
import { Button } from "../../ui/Button";
import { TextInput } from "../../ui/fields";
import { durationWords } from "../../ui/formats";
import { ProblemNote } from "../../ui/ProblemNote";
import { NotAllowed, useMay } from "../../ui/rights";
import { Badge, Empty, Skeletons } from "../../ui/states";
import "./review.css";

const route = getRouteApi("/review");
const SURE = 60;
const STEPS = [
  ["ArrowRight", 1],
  ["ArrowLeft", -1],
] as const;

export function ReviewPage(): ReactElement {
  const t = useTranslations("review");
  const shell = useTranslations("shell");
  const { kind = "moderation", below = SURE, namespace = "" } = route.useSearch();
  const navigate = useWhileOpen(route.useNavigate());
  const review = useReview(kind, below, namespace);
  useEffect(() => {
    document.title = `${t("title")} – ${shell("name")}`;
  }, [t, shell]);
  return (
    <div className="page review-page">
      <div className="page-head">
        <h1>
          {t("title")}
          {review.list.data ? (
            <span className="page-count numbers">
              {t("left", { count: review.open.length, more: review.list.hasNextPage ? "+" : "" })}
            </span>
          ) : null}
        </h1>
        <ToggleButtonGroup
          className="segmented"
          aria-label={t("kind")}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[kind]}
          onSelectionChange={([chosen]) =>
            void navigate({
              search: {
                kind: chosen === "low-confidence" ? "low-confidence" : undefined,
                namespace: namespace || undefined,
              },
            })
          }
        >
          <ToggleButton id="moderation" className="button" data-size="small">
            {t("moderation")}
          </ToggleButton>
          <ToggleButton id="low-confidence" className="button" data-size="small">
            {t("lowConfidence", { below })}
          </ToggleButton>
        </ToggleButtonGroup>
      </div>
      {review.unread.length > 0 ? (
        <p className="review-unread">{t("unread", { assets: review.unread.join("; ") })}</p>
      ) : null}
      <Queue review={review} />
    </div>
  );
}

function Queue({ review }: { readonly review: Review }): ReactElement {
  const t = useTranslations("review");
  const { item: key = "" } = route.useSearch();
  const { list, open } = review;
  const item = shownOf(open, key);
  useEffect(() => {
    if (!item && list.hasNextPage && !list.isFetchingNextPage) {
      void list.fetchNextPage();
    }
  }, [item, list]);
  if (item) {
    return <Item key={keyOf(item)} item={item} review={review} />;
  }
  if (list.error) {
    return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (list.isPending || list.hasNextPage) {
    return <Skeletons count={2} height={260} />;
  }
  return (
    <Empty
      icon={CheckCheck}
      title={review.done > 0 ? t("allDone", { count: review.done }) : t("none")}
      actions={
        review.canUndo ? (
          <Button onPress={review.undoLast}>
            <Undo2 size={15} aria-hidden /> {t("undoLast")}
          </Button>
        ) : undefined
      }
    >
      <p>{t("noneText")}</p>
    </Empty>
  );
}

function Item({ item, review }: { readonly item: ReviewItem; readonly review: Review }): ReactElement {
  const t = useTranslations("review");
  const navigate = useWhileOpen(route.useNavigate());
  const may = useMay({ namespace: item.asset.namespace, verb: "update", kind: "mediaassets" });
  const [isBlurred, setIsBlurred] = useState(item.kind === "Moderation");
  const [why, setWhy] = useState("");
  const go = (to: ReviewItem | undefined): void =>
    void navigate({ search: (before) => ({ ...before, item: to && keyOf(to) }), replace: true });
  const decide = (verdict: Verdict): void => {
    if (may.allowed && !review.decide.isPending) {
      const next = besideOf(review.open, item, 1);
      review.decide.mutate({ item, verdict, why }, { onSuccess: () => go(next) });
    }
  };
  const later = (): void => {
    const next = besideOf(review.open, item, 1);
    review.postpone(item);
    go(next);
  };
  useShortcuts({
    c: () => decide("confirm"),
    r: () => decide("reject"),
    s: later,
    n: () => document.querySelector<HTMLElement>(".review-why textarea")?.focus(),
    b: () => setIsBlurred(!isBlurred),
    u: () => review.canUndo && review.undoLast(),
    ...Object.fromEntries(STEPS.map(([key, step]) => [key, () => go(besideOf(review.open, item, step) ?? item)])),
  });
  return (
    <div className="review-grid">
      <ReviewFrame item={item} isBlurred={isBlurred} />
      <section className="review-side card" aria-label={item.title ?? item.result}>
        <ItemFacts item={item} />
        <div className="review-why">
          <TextInput label={t("why")} value={why} onChange={setWhy} rows={2} placeholder={t("whyHint")} />
        </div>
        <div className="review-actions">
          <Button
            kind="primary"
            isDisabled={!may.allowed}
            isPending={review.decide.isPending}
            onPress={() => decide("confirm")}
          >
            <Check size={16} aria-hidden /> {t("confirm")} <kbd>C</kbd>
          </Button>
          <Button kind="danger" isDisabled={!may.allowed} onPress={() => decide("reject")}>
            <X size={16} aria-hidden /> {t("reject")} <kbd>R</kbd>
          </Button>
          <Button onPress={later}>
            <Clock size={16} aria-hidden /> {t("later")} <kbd>S</kbd>
          </Button>
          <Button kind="quiet" onPress={() => setIsBlurred(!isBlurred)}>
            {isBlurred ? <Eye size={16} aria-hidden /> : <EyeOff size={16} aria-hidden />}
            {isBlurred ? t("show") : t("blur")} <kbd>B</kbd>
          </Button>
          <Button kind="quiet" isDisabled={!review.canUndo} onPress={review.undoLast}>
            <Undo2 size={16} aria-hidden /> {t("undo")} <kbd>U</kbd>
          </Button>
        </div>
        {may.allowed ? null : <NotAllowed reason={may.reason} />}
        <p className="muted review-help">{t("help")}</p>
      </section>
    </div>
  );
}

function ItemFacts({ item }: { readonly item: ReviewItem }): ReactElement {
  const t = useTranslations("review");
  const at = item.best ?? item.start;
  const isTimed = typeof at === "number";
  return (
    <>
      <div className="review-title">
        <h2>{item.title || item.result}</h2>
        {typeof item.confidence === "number" ? (
          <Badge tone="warn">{t("sure", { percent: Math.round(item.confidence) })}</Badge>
        ) : null}
      </div>
      <dl className="review-facts">
        <dt>{t("in")}</dt>
        <dd>
          <Link to="/assets/$id" params={{ id: item.asset.id }} search={isTimed ? { t: at / 1000 } : {}}>
            {item.asset.title || item.asset.name}
            {isTimed ? ` · ${durationWords(at)}` : ""}
          </Link>
        </dd>
        <dt>{t("foundBy")}</dt>
        <dd>{item.result}</dd>
        {typeof item.start === "number" && typeof item.end === "number" && item.end > item.start ? (
          <>
            <dt>{t("lasts")}</dt>
            <dd className="numbers">{`${durationWords(item.start)} – ${durationWords(item.end)}`}</dd>
          </>
        ) : null}
        {item.count > 1 ? (
          <>
            <dt>{t("detections")}</dt>
            <dd className="numbers">{item.count}</dd>
          </>
        ) : null}
      </dl>
    </>
  );
}
