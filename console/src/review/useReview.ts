/** The review as it goes on: decisions are sent as edits, and taken back as edits. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { addEdit, undoEdit } from "../api/edits";
import { type ReviewItem, reviewQuery } from "../api/peopleQueries";
import { problemOf } from "../api/problems";
import { useProblemWords } from "../ui/ProblemNote";
import { note } from "../ui/toasts";
import { type Decision, decided, keyOf, NOTHING_DONE, postponed, takenBack, type Verdict, waiting } from "./queue";

export function useReview(kind: "moderation" | "low-confidence", below: number, namespace: string) {
  const t = useTranslations("review");
  const words = useProblemWords();
  const [progress, setProgress] = useState(NOTHING_DONE);
  const list = useInfiniteQuery(reviewQuery(kind, below, namespace));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const onError = (error: Error): void => note(`${words(error)} ${problemOf(error).detail}`.trim());
  const undo = useMutation({
    mutationFn: ({ asset, edit }: Decision) => undoEdit(asset, edit),
    onSuccess: (_, { edit }) => setProgress((before) => takenBack(before, edit)),
    onError,
  });
  const decide = useMutation({
    mutationFn: ({ item, verdict, why }: { item: ReviewItem; verdict: Verdict; why: string }) =>
      addEdit(item.asset.id, { operation: verdict, result: item.result, anchor: item.anchor, note: why }),
    onSuccess: (made, { item, verdict }) => {
      const decision = { key: keyOf(item), asset: item.asset.id, verdict, edit: made.id };
      setProgress((before) => decided(before, decision));
      const said =
        verdict === "confirm"
          ? t("confirmed", { title: item.title ?? "" })
          : t("rejected", { title: item.title ?? "" });
      note(said, { label: t("undo"), run: () => undo.mutate(decision) });
    },
    onError,
  });
  const last = progress.decisions.at(-1);
  return {
    list,
    open: waiting(items, progress),
    unread: list.data?.pages.flatMap((page) => page.unread ?? []) ?? [],
    done: progress.decisions.length,
    decide,
    postpone: (item: ReviewItem) => setProgress((before) => postponed(before, keyOf(item))),
    canUndo: last !== undefined && !undo.isPending,
    undoLast: () => last && undo.mutate(last),
  };
}

export type Review = ReturnType<typeof useReview>;
