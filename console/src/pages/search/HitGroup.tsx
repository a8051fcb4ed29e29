/** The hits of one asset: the first three, and the others when they are asked for. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Play } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { frameAddress } from "../../api/addresses";
import { assetQuery } from "../../api/queries";
import { clockText } from "../../moments/format";
import { Button } from "../../ui/Button";
import type { Hit } from "./queries";

const SHOWN = 3;

interface HitGroupProps {
  readonly hits: readonly [Hit, ...Hit[]];
  readonly onPlay: (hits: readonly Hit[]) => void;
}

export function HitGroup({ hits, onPlay }: HitGroupProps): ReactElement {
  const t = useTranslations("search");
  const [isOpen, setIsOpen] = useState(false);
  const { asset } = hits[0];
  const { data } = useQuery(assetQuery(asset.id));
  const hasFrames = data?.files?.some(({ medium }) => medium === "Frames") ?? false;
  const shown = isOpen ? hits : hits.slice(0, SHOWN);
  return (
    <section className="hit-group card">
      <div className="hit-head">
        <h2 className="truncate">
          <Link to="/assets/$id" params={{ id: asset.id }}>
            {asset.title || asset.name}
          </Link>
        </h2>
        <span className="muted numbers">{t("moments", { count: hits.length })}</span>
        <Button size="small" kind="quiet" onPress={() => onPlay(hits)}>
          <Play size={14} aria-hidden />
          {t("play")}
        </Button>
      </div>
      <ul className="hit-list">
        {shown.map((hit) => (
          <li key={hit.id}>
            <HitLink hit={hit} hasFrames={hasFrames} />
          </li>
        ))}
      </ul>
      {hits.length > shown.length ? (
        <Button size="small" kind="quiet" onPress={() => setIsOpen(true)}>
          {t("moreHere", { count: hits.length - shown.length })}
        </Button>
      ) : null}
    </section>
  );
}

function HitLink({ hit, hasFrames }: { readonly hit: Hit; readonly hasFrames: boolean }): ReactElement {
  const t = useTranslations("search");
  const format = useFormatter();
  const at = hit.best ?? hit.start;
  const time = hit.start ?? undefined;
  return (
    <Link
      className="hit"
      to="/assets/$id"
      params={{ id: hit.asset.id }}
      search={{ m: hit.id, ...(typeof at === "number" ? { t: at / 1000 } : {}) }}
    >
      {hasFrames && typeof at === "number" ? (
        <span className="hit-frame">
          <img src={frameAddress(hit.asset.id, at)} alt="" loading="lazy" decoding="async" width={160} height={90} />
          <HitBoxes hit={hit} />
        </span>
      ) : null}
      <span className="hit-words">
        <span className="hit-title">{hit.snippet || hit.title || hit.kind}</span>
        <span className="hit-facts numbers">
          {time === undefined ? "" : clockText(time)}
          {typeof hit.end === "number" && hit.end !== time ? `–${clockText(hit.end)}` : ""}
          {typeof hit.confidence === "number" ? ` · ${Math.round(hit.confidence)} %` : ""}
          {typeof hit.score === "number" ? ` · ${format.number(hit.score, { maximumFractionDigits: 2 })}` : ""}
          {` · ${hit.operator}`}
          {hit.count > 1 ? ` · ${t("seen", { count: hit.count })}` : ""}
        </span>
      </span>
    </Link>
  );
}

function HitBoxes({ hit }: { readonly hit: Hit }): ReactElement {
  return (
    <>
      {(hit.boxes ?? []).map((box) => (
        <span
          key={`${box.left} ${box.top} ${box.width} ${box.height}`}
          className="hit-box"
          style={{
            left: `${100 * box.left}%`,
            top: `${100 * box.top}%`,
            width: `${100 * box.width}%`,
            height: `${100 * box.height}%`,
          }}
        />
      ))}
    </>
  );
}
