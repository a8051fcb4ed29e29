/** A page that threw: the shell around it goes on. */
import { Bug } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/Button";
import { CopyButton } from "../ui/ProblemNote";
import { Empty } from "../ui/states";

export function PageCrash({ error }: { readonly error: unknown }): ReactElement {
  const t = useTranslations("shell");
  const details = error instanceof Error ? `${location.href}\n${error.stack ?? error.message}` : String(error);
  return (
    <Empty
      icon={Bug}
      title={t("crashTitle")}
      actions={
        <>
          <Button kind="primary" onPress={() => location.reload()}>
            {t("reload")}
          </Button>
          <CopyButton label={t("copyDetails")} text={details} />
        </>
      }
    >
      <p>{t("crashText")}</p>
    </Empty>
  );
}
