/** The assets as a table, with the same selection and the same keys. */
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Cell, Column, Row, Table, TableBody, TableHeader, TableLayout, Virtualizer } from "react-aria-components";
import { useTranslations } from "use-intl";
import type { AssetRow } from "../../api/queries";
import { CheckInput } from "../../ui/fields";
import { Ago, Duration, StateBadge } from "../../ui/values";
import type { ListProps } from "./lists";
import { useProgress } from "./progress";
import { typeWord } from "./words";

const LAYOUT = { rowHeight: 44, headingHeight: 36 };

export function AssetTable({ assets, selected, onSelect, onNearEnd }: ListProps): ReactElement {
  const t = useTranslations("library");
  const navigate = useNavigate();
  const progress = useProgress();
  const hasLengths = assets.some((each) => each.durationMillis);
  return (
    <Virtualizer layout={TableLayout} layoutOptions={LAYOUT}>
      <Table
        className="asset-table"
        aria-label={t("title")}
        selectionMode="multiple"
        selectedKeys={selected}
        onSelectionChange={onSelect}
        onRowAction={(id) => void navigate({ href: `/assets/${String(id)}` })}
        onScroll={onNearEnd}
      >
        <TableHeader className="table-head">
          <Column width={44} minWidth={44}>
            <CheckInput slot="selection" />
          </Column>
          <Column isRowHeader minWidth={160} width="3fr">
            {t("name")}
          </Column>
          <Column width={90} minWidth={70}>
            {t("media")}
          </Column>
          <Column width={160} minWidth={120}>
            {t("state")}
          </Column>
          {hasLengths ? (
            <Column width={90} minWidth={70}>
              {t("length")}
            </Column>
          ) : null}
          <Column width={150} minWidth={100}>
            {t("added")}
          </Column>
        </TableHeader>
        <TableBody items={assets} dependencies={[progress, hasLengths]}>
          {(asset) => (
            <Row className="table-row" textValue={asset.title || asset.name}>
              <Cell>
                <CheckInput slot="selection" />
              </Cell>
              <Cell>
                <span className="truncate">{asset.title || asset.name}</span>
              </Cell>
              <Cell>
                <TypeWord asset={asset} />
              </Cell>
              <Cell>
                <StateBadge state={asset.state} />{" "}
                <span className="muted numbers">{progress.get(`${asset.namespace}/${asset.name}`)?.words}</span>
              </Cell>
              {hasLengths ? <Cell>{asset.durationMillis ? <Duration ms={asset.durationMillis} /> : null}</Cell> : null}
              <Cell>
                <Ago time={asset.created} />
              </Cell>
            </Row>
          )}
        </TableBody>
      </Table>
    </Virtualizer>
  );
}

function TypeWord({ asset }: { readonly asset: AssetRow }): ReactElement {
  const t = useTranslations("library");
  const word = typeWord(asset.type);
  return <>{word ? t(word) : ""}</>;
}
