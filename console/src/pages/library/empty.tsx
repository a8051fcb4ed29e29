/** A library without anything in it says what to do first; one where nothing fits says how to see more. */
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { FilterX, Sparkles, Upload } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { isLaptop } from "../../app/deployment";
import { useWhileOpen } from "../../app/whileOpen";
import { Button } from "../../ui/Button";
import { CopyButton } from "../../ui/ProblemNote";
import { Empty } from "../../ui/states";

const route = getRouteApi("/");

export function NothingYet(): ReactElement {
  const t = useTranslations("library");
  const shell = useTranslations("shell");
  const navigate = useNavigate();
  const command = isLaptop ? "media-insights run FILE" : "kubectl media analyze FILE";
  return (
    <Empty
      icon={Sparkles}
      title={t("emptyTitle")}
      actions={
        <Button kind="primary" onPress={() => void navigate({ to: "/add" })}>
          <Upload size={16} aria-hidden />
          {shell("add")}
        </Button>
      }
    >
      <p>{t("emptyText")}</p>
      <Command words={t("emptyCommand")} command={command} />
      {isLaptop ? <Command words={t("sampleTitle")} command="make demo" /> : null}
    </Empty>
  );
}

function Command({ words, command }: { readonly words: string; readonly command: string }): ReactElement {
  const t = useTranslations("library");
  return (
    <p className="empty-command">
      {words} <code>{command}</code>
      <CopyButton label={t("copyCommand")} text={command} />
    </p>
  );
}

export function NothingFits(): ReactElement {
  const t = useTranslations("library");
  const navigate = useWhileOpen(route.useNavigate());
  return (
    <Empty
      icon={FilterX}
      title={t("noneTitle")}
      actions={<Button onPress={() => void navigate({ search: {} })}>{t("clearFilters")}</Button>}
    >
      <p>{t("noneText")}</p>
    </Empty>
  );
}
