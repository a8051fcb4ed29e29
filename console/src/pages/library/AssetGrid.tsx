/** The assets as pictures: only those on the screen are in the document, and arrow keys move among all of them. */
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { GridLayout, GridList, GridListItem, Size, Virtualizer } from "react-aria-components";
import { useTranslations } from "use-intl";
import { AssetCard } from "./AssetCard";
import type { ListProps } from "./lists";
import { useProgress } from "./progress";

const LAYOUT = {
  minItemSize: new Size(220, 190),
  maxItemSize: new Size(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
  minSpace: new Size(16, 18),
};

export function AssetGrid({ assets, selected, onSelect, onNearEnd }: ListProps): ReactElement {
  const t = useTranslations("library");
  const navigate = useNavigate();
  const progress = useProgress();
  return (
    <Virtualizer layout={GridLayout} layoutOptions={LAYOUT}>
      <GridList
        className="library-grid"
        aria-label={t("title")}
        layout="grid"
        items={assets}
        dependencies={[progress]}
        selectionMode="multiple"
        selectedKeys={selected}
        onSelectionChange={onSelect}
        onAction={(id) => void navigate({ href: `/assets/${String(id)}` })}
        onScroll={onNearEnd}
      >
        {(asset) => (
          <GridListItem id={asset.id} textValue={asset.title || asset.name} className="asset-card">
            <AssetCard asset={asset} progress={progress.get(`${asset.namespace}/${asset.name}`)} />
          </GridListItem>
        )}
      </GridList>
    </Virtualizer>
  );
}
