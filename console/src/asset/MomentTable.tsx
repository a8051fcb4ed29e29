/** The same as the timeline, as a table: for keyboards, for screen readers, and for whoever reads rather than looks. */
import { type ReactElement, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { clockText, valueText } from "../moments/format";
import { isSure, type Moment } from "../moments/moments";
import { Button } from "../ui/Button";
import { useAssetView } from "./assetView";
import { KindMark } from "./KindMark";
import type { Lanes } from "./useLanes";
import { useResultNames } from "./useResultNames";

const PAGE = 100;

export function MomentTable({ lanes }: { readonly lanes: Lanes }): ReactElement {
  const t = useTranslations("asset");
  const { place, moments } = useAssetView();
  const [pages, setPages] = useState(1);
  const of = lanes.focused?.moments ?? moments;
  const sure = of.filter((each) => isSure(each, place.min ?? 0));
  return (
    <div className="moment-table" tabIndex={0} role="group" aria-label={t("asTable")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("columnTime")}</th>
            <th scope="col">{t("columnWhat")}</th>
            <th scope="col">{t("columnFrom")}</th>
            <th scope="col">{t("columnSure")}</th>
            <th scope="col">{t("columnCount")}</th>
          </tr>
        </thead>
        <tbody>
          {sure.slice(0, pages * PAGE).map((each) => (
            <Row key={each.id} moment={each} isChosen={each.id === place.m} onChoose={() => lanes.choose(each)} />
          ))}
        </tbody>
      </table>
      {sure.length > pages * PAGE ? (
        <Button size="small" onPress={() => setPages(pages + 1)}>
          {t("showMore", { count: sure.length - pages * PAGE })}
        </Button>
      ) : null}
    </div>
  );
}

interface RowProps {
  readonly moment: Moment;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Row({ moment, isChosen, onChoose }: RowProps): ReactElement {
  const t = useTranslations("asset");
  const format = useFormatter();
  const nameOf = useResultNames();
  const { start, end } = moment;
  const time = start === null ? t("throughout") : clockText(start, 2);
  return (
    <tr aria-current={isChosen ? "true" : undefined}>
      <td className="numbers">
        <button type="button" className="link" onClick={onChoose}>
          {time}
          {start !== null && end !== null && end > start ? `–${clockText(end, 2)}` : ""}
        </button>
      </td>
      <td>{moment.title || valueText(Object.values(moment.fields)[0])}</td>
      <td>
        <KindMark kind={moment.kind} /> {nameOf(moment.result)}
      </td>
      <td className="numbers">
        {moment.confidence === null ? "" : format.number(moment.confidence / 100, { style: "percent" })}
      </td>
      <td className="numbers">{moment.count}</td>
    </tr>
  );
}
