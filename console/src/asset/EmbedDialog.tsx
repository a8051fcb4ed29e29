/** Makes a link that shows the asset to whoever has it, and the markup that puts it into another page. */
import { useMutation } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { api } from "../api/client";
import { dataOf } from "../api/problems";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Chooser } from "../ui/fields";
import { CopyButton, ProblemNote } from "../ui/ProblemNote";
import { useAssetView } from "./assetView";

const LIFETIMES = ["1", "7", "30", "365"] as const;

export function EmbedDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useTranslations("embed");
  const format = useFormatter();
  const { asset } = useAssetView();
  const [days, setDays] = useState<(typeof LIFETIMES)[number]>("30");
  const make = useMutation({
    mutationFn: () =>
      dataOf(
        api.POST("/v1/assets/{id}/embed-links", { params: { path: { id: asset.id } }, body: { days: Number(days) } }),
      ),
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
          <Button kind="primary" isPending={make.isPending} onPress={() => make.mutate()}>
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
      ) : (
        <Chooser
          label={t("lifetime")}
          choices={LIFETIMES.map((id) => ({ id, label: t("days", { days: Number(id) }) }))}
          value={days}
          onChange={setDays}
        />
      )}
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
