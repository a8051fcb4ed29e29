/** What all parts of the page of an asset share: what was found, where playback is, and what the address says. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { AssetDocument } from "../api/assetDocuments";
import { boxesQuery, framesQuery, momentsQuery, resultQuery, sentencesQuery } from "../api/assetQueries";
import { deployment } from "../app/deployment";
import type { Moment } from "../moments/moments";
import { BoxTracks } from "../overlay/boxTracks";
import { Clock } from "../player/clock";
import type { Rate } from "../player/rate";
import { Transcript } from "../transcript/transcript";
import { type May, useMay } from "../ui/rights";
import type { Place, PlaceChange } from "./place";
import { playedMedium, rateIn } from "./playable";

export interface AssetView {
  readonly asset: AssetDocument;
  readonly clock: Clock;
  readonly rate: Rate | null;
  readonly moments: readonly Moment[];
  readonly boxes: BoxTracks | null;
  readonly transcript: Transcript | null;
  /** Milliseconds at which shots begin. */
  readonly cuts: readonly number[];
  /** Whether something that was found is still on its way here. */
  readonly isLoading: boolean;
  /** Why something that was found cannot be shown. */
  readonly error: Error | null;
  readonly retry: () => void;
  readonly place: Place;
  readonly move: (change: PlaceChange) => void;
  /** Results whose boxes are not drawn. */
  readonly hidden: ReadonlySet<string>;
  readonly hide: (result: string, isHidden: boolean) => void;
  /** Whether what was found may be corrected. */
  readonly mayEdit: May;
  /** Whether it is looked at by a link: nothing is offered but looking. */
  readonly isLink: boolean;
}

const Context = createContext<AssetView | null>(null);

export function useAssetView(): AssetView {
  const found = useContext(Context);
  if (!found) {
    throw new Error("this part of the page needs an AssetViewProvider around it");
  }
  return found;
}

interface ProviderProps {
  readonly asset: AssetDocument;
  readonly place: Place;
  readonly move: (change: PlaceChange) => void;
  readonly children: ReactNode;
}

const NONE: readonly Moment[] = [];

export function AssetViewProvider({ asset, place, move, children }: ProviderProps): ReactElement {
  const [clock] = useState(() => new Clock());
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const moments = useQuery({ ...momentsQuery(asset), placeholderData: (before) => before });
  const columns = useQuery({ ...boxesQuery(asset), placeholderData: (before) => before });
  const sentences = useQuery({ ...sentencesQuery(asset), placeholderData: (before) => before });
  const frames = useQuery({ ...framesQuery(asset), placeholderData: (before) => before });
  const proxy = useQuery(resultQuery(asset, "proxy"));
  const info = useQuery(resultQuery(asset, "Mediainfo"));
  const found = moments.data ?? NONE;
  const rate = useMemo(() => rateIn(playedMedium(asset), proxy.data, info.data), [asset, proxy.data, info.data]);
  useEffect(() => clock.setRate(rate), [clock, rate]);
  const cuts = useMemo(() => [...shotsIn(found), ...(frames.data?.shots ?? [])], [found, frames.data]);
  const boxes = useMemo(() => (columns.data ? new BoxTracks(columns.data, cuts) : null), [columns.data, cuts]);
  const transcript = useMemo(() => transcriptOf(found, sentences.data), [found, sentences.data]);
  const isLink = deployment.embed !== null;
  const asked = useMay({ namespace: isLink ? "" : asset.namespace, verb: "update", kind: "mediaassets" });
  useEditsOfOthers(asset);
  const queries = [moments, columns, sentences];
  const view: AssetView = {
    asset,
    clock,
    rate,
    moments: found,
    boxes,
    transcript,
    cuts,
    isLoading: queries.some((each) => each.isLoading),
    error: queries.find((each) => each.error)?.error ?? null,
    retry: () => {
      for (const each of queries) {
        void each.refetch();
      }
    },
    place,
    move,
    hidden,
    hide: (result, isHidden) => {
      const next = new Set(hidden);
      if (isHidden) {
        next.add(result);
      } else {
        next.delete(result);
      }
      setHidden(next);
    },
    mayEdit: isLink ? { allowed: false, reason: "" } : asked,
    isLink,
  };
  return <Context value={view}>{children}</Context>;
}

/** What somebody edits, in another tab or elsewhere, is read again: what is there stays in view meanwhile. */
function useEditsOfOthers({ id, edits }: AssetDocument): void {
  const cache = useQueryClient();
  const read = useRef(edits);
  useEffect(() => {
    if (read.current !== edits) {
      read.current = edits;
      void cache.invalidateQueries({ queryKey: ["found", id] });
    }
  }, [cache, id, edits]);
}

function shotsIn(moments: readonly Moment[]): number[] {
  const shots = moments.filter((each) => each.operator === "shot_detection" && each.title === "SHOT");
  return shots.flatMap((each) => (each.start === null ? [] : [each.start]));
}

function transcriptOf(
  moments: readonly Moment[],
  sentences: Parameters<typeof Transcript.of>[1] | undefined,
): Transcript | null {
  const speech = moments.filter((each) => each.operator === "transcribe");
  return speech.length > 0 || sentences ? Transcript.of(speech, sentences ?? []) : null;
}
