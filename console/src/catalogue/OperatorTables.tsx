/** How well an operator was measured to do, and which models it has. */
import { Gauge } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Schema } from "../api/client";
import { CopyButton } from "../ui/ProblemNote";
import { Empty } from "../ui/states";
import { Section } from "./Section";
import { WeakBadge } from "./Weak";

type Operator = Schema<"OperatorView">;

function Table({
  label,
  heads,
  children,
}: {
  readonly label: string;
  readonly heads: readonly string[];
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className="card table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="facts-table">
        <thead>
          <tr>
            {heads.map((each) => (
              <th key={each} scope="col">
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export function Quality({ operator: { quality = [] } }: { readonly operator: Operator }): ReactElement {
  const t = useTranslations("catalogue");
  if (quality.length === 0) {
    return (
      <Section title={t("quality")}>
        <div className="card">
          <Empty icon={Gauge} title={t("notMeasured")}>
            <p>{t("notMeasuredText")}</p>
          </Empty>
        </div>
      </Section>
    );
  }
  return (
    <Section title={t("quality")}>
      <p className="muted">{t("qualityText")}</p>
      <Table label={t("quality")} heads={[t("measure"), t("value"), t("samples"), t("promised")]}>
        {quality.map((each) => (
          <tr key={`${each.measure} ${each.samples}`}>
            <th scope="row">{each.measure}</th>
            <td>
              <span className="figure numbers">
                {each.text} {each.weak ? <WeakBadge /> : null}
              </span>
            </td>
            <td className="muted">{each.samples}</td>
            <td className="numbers muted">{promised(each)}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function promised({ least, most, unit }: Schema<"QualityFigure">): string {
  const bounds = [typeof least === "number" ? `≥ ${least}` : "", typeof most === "number" ? `≤ ${most}` : ""];
  const text = bounds.filter(Boolean).join(", ");
  return text && unit ? `${text} ${unit}` : text;
}

export function Models({ models }: { readonly models: Operator["spec"]["models"] }): ReactElement | null {
  const t = useTranslations("catalogue");
  if (models.length === 0) {
    return null;
  }
  return (
    <Section title={t("models")}>
      <Table label={t("models")} heads={[t("model"), t("task"), t("licence"), t("source"), t("digest")]}>
        {models.map((each) => (
          <tr key={`${each.name} ${each.sha256}`}>
            <th scope="row">{each.name}</th>
            <td>{each.task}</td>
            <td>{each.licence}</td>
            <td className="muted">{each.source}</td>
            <td>{each.sha256 ? <CopyButton label={`${each.sha256.slice(0, 10)}…`} text={each.sha256} /> : null}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
