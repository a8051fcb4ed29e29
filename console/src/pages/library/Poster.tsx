/** What an asset looks like: its poster; under the pointer, or with arrow keys, what is in it from start to end. */
import { useQuery } from "@tanstack/react-query";
import { AudioLines, FileText, Film, Image } from "lucide-react";
import { type ReactElement, useState } from "react";
import { mediaAddress } from "../../api/addresses";
import type { AssetRow } from "../../api/queries";
import { parseTiles, type Tile, tileAt } from "../../sprites/sheet";

const ICONS = { Video: Film, Audio: AudioLines, Image, Text: FileText };

export function Poster({ asset }: { readonly asset: AssetRow }): ReactElement {
  const [fraction, setFraction] = useState<number>();
  const tiles = useTiles(asset, fraction !== undefined);
  const tile = fraction === undefined ? undefined : tileAt(tiles, fraction);
  return (
    <div
      className="poster"
      onPointerMove={(event) => {
        const { left, width } = event.currentTarget.getBoundingClientRect();
        setFraction((event.clientX - left) / width);
      }}
      onPointerLeave={() => setFraction(undefined)}
    >
      <Still asset={asset} />
      {tile && fraction !== undefined ? <Scrubbed asset={asset} tile={tile} fraction={fraction} /> : null}
    </div>
  );
}

function Still({ asset }: { readonly asset: AssetRow }): ReactElement {
  const medium = asset.previews?.find((each) => each === "Thumbnail" || each === "Poster");
  const address = medium ?? (asset.type === "Image" ? "source" : "");
  if (address) {
    return (
      <img src={mediaAddress(asset.id, address)} alt="" loading="lazy" decoding="async" width={320} height={180} />
    );
  }
  const Icon = ICONS[asset.type as keyof typeof ICONS] ?? Film;
  return <Icon className="poster-icon" aria-hidden strokeWidth={1.4} />;
}

interface ScrubbedProps {
  readonly asset: AssetRow;
  readonly tile: Tile;
  readonly fraction: number;
}

function Scrubbed({ asset, tile, fraction }: ScrubbedProps): ReactElement {
  return (
    <>
      <svg className="poster-tile" viewBox={`${tile.x} ${tile.y} ${tile.width} ${tile.height}`} aria-hidden="true">
        <image href={mediaAddress(asset.id, "Sprites")} />
      </svg>
      <div className="poster-line" style={{ left: `${100 * fraction}%` }} />
    </>
  );
}

function useTiles(asset: AssetRow, isWanted: boolean): readonly Tile[] {
  const { data } = useQuery({
    queryKey: ["tiles", asset.id],
    enabled: isWanted && isScrubbable(asset),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const answer = await fetch(mediaAddress(asset.id, "SpritesVTT"), { signal });
      return answer.ok ? parseTiles(await answer.text()) : [];
    },
  });
  return data ?? [];
}

function isScrubbable({ previews = [] }: AssetRow): boolean {
  return previews.includes("SpritesVTT") && previews.includes("Sprites");
}
