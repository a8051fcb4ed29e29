/** An address that leads nowhere. */
import { useNavigate } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/Button";
import { Empty } from "../ui/states";

export function PageNotFound(): ReactElement {
  const t = useTranslations("shell");
  const navigate = useNavigate();
  return (
    <Empty
      icon={Compass}
      title={t("notFoundTitle")}
      actions={
        <Button kind="primary" onPress={() => void navigate({ to: "/" })}>
          {t("toLibrary")}
        </Button>
      }
    >
      <p>{t("notFoundText")}</p>
    </Empty>
  );
}
