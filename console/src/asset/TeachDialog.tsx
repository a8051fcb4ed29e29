/** Makes the image, or the frame that is shown, an example of a label of one's own. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api } from "../api/client";
import { type LabelCollectionRow, readLabelCollections } from "../api/labelQueries";
import { dataOf } from "../api/problems";
import { withKey } from "../api/repeats";
import { clockText } from "../moments/format";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Chooser, TextInput } from "../ui/fields";
import { ProblemNote } from "../ui/ProblemNote";
import { Skeletons } from "../ui/states";
import { note } from "../ui/toasts";
import { useAssetView } from "./assetView";

/** `time`: milliseconds of the frame. */
interface TeachProps {
  readonly time: number;
  readonly onClose: () => void;
}

export function TeachDialog({ time, onClose }: TeachProps): ReactElement {
  const t = useTranslations("labels");
  const { asset } = useAssetView();
  const { namespace } = asset;
  const asked = useQuery({
    queryKey: ["label-collections", namespace],
    queryFn: ({ signal }) => readLabelCollections(namespace, signal),
  });
  return (
    <Dialog title={t("teach")} isOpen onClose={onClose}>
      <p>{asset.type === "Video" ? t("teachFrame", { time: clockText(time, 2) }) : t("teachImage")}</p>
      {asked.error ? <ProblemNote error={asked.error} onRetry={() => void asked.refetch()} /> : null}
      {asked.isLoading ? <Skeletons count={2} height={40} /> : null}
      {asked.data?.length === 0 ? (
        <p>
          {t("none")}: <Link to="/catalogue/labels">{t("toAll")}</Link>
        </p>
      ) : null}
      {asked.data?.[0] ? (
        <TeachForm collections={asked.data} first={asked.data[0].name} time={time} onClose={onClose} />
      ) : null}
    </Dialog>
  );
}

interface TeachFormProps extends TeachProps {
  readonly collections: readonly LabelCollectionRow[];
  readonly first: string;
}

function TeachForm({ collections, first, time, onClose }: TeachFormProps): ReactElement {
  const t = useTranslations("labels");
  const cache = useQueryClient();
  const { asset } = useAssetView();
  const { namespace } = asset;
  const [name, setName] = useState(first);
  const [label, setLabel] = useState("");
  const body = { asset: asset.id, label: label.trim(), time, source: "" };
  const teach = useMutation({
    mutationFn: () =>
      withKey(`labels ${namespace}/${name}`, body, (key) => {
        const params = { path: { namespace, name }, header: { "idempotency-key": key } };
        return dataOf(api.POST("/v1/collections/labels/{namespace}/{name}/examples", { params, body }));
      }),
    onSuccess: async () => {
      onClose();
      note(t("taught", { label: body.label, name }));
      await cache.invalidateQueries({ queryKey: ["label-collections"] });
    },
  });
  return (
    <Form
      className="name-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (body.label && !teach.isPending) {
          teach.mutate();
        }
      }}
    >
      <Chooser
        label={t("collection")}
        value={name}
        onChange={setName}
        choices={collections.map((each) => ({ id: each.name, label: each.name }))}
      />
      <TextInput label={t("label")} value={label} onChange={setLabel} help={t("labelHelp")} autoFocus />
      {teach.error ? <ProblemNote error={teach.error} /> : null}
      <div className="name-actions">
        <Button onPress={onClose}>{t("keep")}</Button>
        <Button type="submit" kind="primary" isDisabled={!body.label} isPending={teach.isPending}>
          {t("teachNow")}
        </Button>
      </div>
    </Form>
  );
}
