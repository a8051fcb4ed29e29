/** A text as it is: its first part, as text and nothing else. */
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { mediaAddress } from "../api/addresses";
import { problemOf, RefusedRequest } from "../api/problems";
import { ProblemNote } from "../ui/ProblemNote";
import { Skeletons } from "../ui/states";
import { useAssetView } from "./assetView";

const MOST_BYTES = 256 * 1024;

export function TextStage(): ReactElement {
  const t = useTranslations("asset");
  const { asset } = useAssetView();
  const text = useQuery({
    queryKey: ["found", asset.id, "text", asset.media?.etag ?? ""],
    queryFn: async ({ signal }) => {
      const headers = { Range: `bytes=0-${MOST_BYTES - 1}` };
      const address = new URL(mediaAddress(asset.id, "source"), document.baseURI);
      const answer = await fetch(address, { headers, signal, credentials: "same-origin" });
      if (!answer.ok) {
        throw new RefusedRequest(problemOf(await answer.json().catch(() => null), answer.status));
      }
      const isPart = Number(answer.headers.get("Content-Range")?.split("/")[1] ?? 0) > MOST_BYTES;
      return { text: new TextDecoder().decode(await answer.arrayBuffer()), isPart };
    },
  });
  return (
    <section className="stage-text" aria-label={asset.title || asset.name} tabIndex={0}>
      {text.isLoading ? <Skeletons count={6} height={16} /> : null}
      {text.error ? <ProblemNote error={text.error} onRetry={() => void text.refetch()} /> : null}
      {text.data ? <pre>{text.data.text}</pre> : null}
      {text.data?.isPart ? <p className="muted">{t("textCut")}</p> : null}
    </section>
  );
}
