/** What an operator can be told, reads, writes and needs. */
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import type { Schema } from "../api/client";
import { textOf } from "../runs/values";
import { type Parameter, parametersOf } from "./parameters";
import { Section } from "./Section";

type Spec = Schema<"OperatorView">["spec"];

export function Parameters({ spec }: { readonly spec: Spec }): ReactElement {
  const t = useTranslations("catalogue");
  const parameters = parametersOf((spec.parameters ?? {}) as Record<string, Record<string, unknown>>);
  if (parameters.length === 0) {
    return (
      <Section title={t("parameters")}>
        <p className="muted">{t("noParameters")}</p>
      </Section>
    );
  }
  return (
    <Section title={t("parameters")}>
      <dl className="card parameters">
        {parameters.map((each) => (
          <ParameterRow key={each.name} parameter={each} />
        ))}
      </dl>
    </Section>
  );
}

function ParameterRow({ parameter }: { readonly parameter: Parameter }): ReactElement {
  const t = useTranslations("catalogue");
  return (
    <div>
      <dt>
        <code>{parameter.name}</code> <span className="muted">{parameter.type}</span>
      </dt>
      <dd>
        {parameter.description}
        <ul className="parameter-facts">
          {parameter.default ? (
            <li>
              {t("default")} <code>{parameter.default}</code>
            </li>
          ) : null}
          {parameter.allowed.map((each) => (
            <li key={each}>
              <code>{each}</code>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

export function Files({ spec }: { readonly spec: Spec }): ReactElement {
  const t = useTranslations("catalogue");
  return (
    <Section title={t("files")}>
      <dl className="facts">
        <dt>{t("inputs")}</dt>
        <dd>
          <ul className="words">
            {spec.inputs.map((each) => (
              <li key={each.name}>
                <code>{readFrom(each)}</code>
                {each.optional ? ` ${t("optional")}` : ""}
              </li>
            ))}
          </ul>
        </dd>
        <dt>{t("outputs")}</dt>
        <dd>
          <ul className="words">
            {spec.outputs.map((each) => (
              <li key={each.name}>
                <code>{each.result ? spec.resultName : (each.media ?? each.file)}</code>
              </li>
            ))}
          </ul>
        </dd>
        {spec.index ? (
          <>
            <dt>{t("fields")}</dt>
            <dd>
              <ul className="words">
                {Object.keys(spec.index.fields ?? {}).map((each) => (
                  <li key={each}>
                    <code>{each}</code>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        ) : null}
      </dl>
    </Section>
  );
}

function readFrom(input: Schema<"OperatorInput">): string {
  return (
    input.result ??
    input.media?.join(" | ") ??
    (input.collection
      ? `${input.collection.kind}: ${input.collection.parameter}`
      : (input.file?.parameter ?? input.name))
  );
}

export function Needs({ spec }: { readonly spec: Spec }): ReactElement {
  const t = useTranslations("catalogue");
  const { requests = {}, limits = {}, gpu } = spec.resources;
  return (
    <Section title={t("needs")}>
      <dl className="facts">
        <dt>{t("reserved")}</dt>
        <dd>{listed(requests) || "–"}</dd>
        <dt>{t("atMost")}</dt>
        <dd>{listed(limits) || "–"}</dd>
        {gpu ? (
          <>
            <dt>{t("gpu")}</dt>
            <dd>{gpu.mode}</dd>
          </>
        ) : null}
        <dt>{t("timeout")}</dt>
        <dd>{t("seconds", { count: spec.timeoutSeconds })}</dd>
        <dt>{t("network")}</dt>
        <dd>{spec.access.network === "None" ? t("networkNone") : t("networkEgress")}</dd>
        {spec.access.secret ? (
          <>
            <dt>{t("secret")}</dt>
            <dd>
              <code>{spec.access.secret.name}</code>
            </dd>
          </>
        ) : null}
        {spec.image ? (
          <>
            <dt>{t("image")}</dt>
            <dd>
              <code>{spec.image}</code>
            </dd>
          </>
        ) : null}
      </dl>
    </Section>
  );
}

function listed(needs: Readonly<Record<string, unknown>>): string {
  return Object.entries(needs)
    .map(([name, value]) => `${name} ${textOf(value)}`)
    .join(", ");
}
