/** Makes a link that shows the asset to whoever has it, and the markup that puts it into another page. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { api } from "../api/client";
import { dataOf } from "../api/problems";
import { withKey } from "../api/repeats";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Chooser } from "../ui/fields";
import { CopyButton, ProblemNote } from "../ui/ProblemNote";
import { useAssetView } from "./assetView";

const LIFETIMES = ["1", "7", "30", "365"] as const;
type Lifetime = (typeof LIFETIMES)[number];
const USUAL: Lifetime = "30";

export function EmbedDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useTranslations("embed");
  const format = useFormatter();
  const { asset } = useAssetView();
  const path = { params: { path: { id: asset.id } } };
  const terms = useQuery({
    queryKey: ["embed-links", asset.id],
    queryFn: ({ signal }) => dataOf(api.GET("/v1/assets/{id}/embed-links", { ...path, signal })),
  });
  const allowed = LIFETIMES.filter((each) => Number(each) <= (terms.data?.longestDays ?? 0));
  const [chosen, setDays] = useState<Lifetime>();
  const days = chosen ?? (allowed.includes(USUAL) ? USUAL : allowed.at(-1));
  const make = useMutation({
    mutationFn: () => {
      const body = { days: Number(days) };
      return withKey(`links ${asset.id}`, body, (key) => {
        const params = { ...path.params, header: { "idempotency-key": key } };
        return dataOf(api.POST("/v1/assets/{id}/embed-links", { params, body }));
      });
    },
  });
  const made = make.data;
  const address = made ? `${location.origin}${made.path}` : "";
  const markup = `<iframe src="${address}" width="960" height="640" allow="fullscreen" title="media"></iframe>`;
  return (
    <Dialog
      title={t("title")}
      isOpen
      onClose={onClose}
      actions={
        made ? (
          <Button onPress={onClose}>{t("done")}</Button>
        ) : (
          <Button kind="primary" isPending={make.isPending} isDisabled={!days} onPress={() => make.mutate()}>
            {t("make")}
          </Button>
        )
      }
    >
      <p>{t("text")}</p>
      {made ? (
        <>
          <Copied label={t("link")} copy={t("copyLink")} text={address} />
          <Copied label={t("markup")} copy={t("copyMarkup")} text={markup} />
          <p className="field-help">
            {t("until", { date: format.dateTime(new Date(made.expires), { dateStyle: "long", timeStyle: "short" }) })}{" "}
            {made.frameAncestors.length > 0 ? t("sites", { sites: made.frameAncestors.join(", ") }) : t("noSites")}
          </p>
        </>
      ) : days ? (
        <Chooser
          label={t("lifetime")}
          choices={allowed.map((id) => ({ id, label: t("days", { days: Number(id) }) }))}
          value={days}
          onChange={setDays}
          help={terms.data?.reason ? t("onlyByGroup", { days: terms.data.longestDays }) : undefined}
        />
      ) : null}
      {terms.error ? <ProblemNote error={terms.error} onRetry={() => void terms.refetch()} /> : null}
      {make.error ? <ProblemNote error={make.error} /> : null}
    </Dialog>
  );
}

interface CopiedProps {
  readonly label: string;
  readonly copy: string;
  readonly text: string;
}

function Copied({ label, copy, text }: CopiedProps): ReactElement {
  return (
    <div className="copied">
      <h3>{label}</h3>
      <pre className="copied-text" tabIndex={0}>
        {text}
      </pre>
      <CopyButton label={copy} text={text} />
    </div>
  );
}
