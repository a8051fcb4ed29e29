/** What can be done with the assets that are selected. */
import { Download, Play, Trash2, X } from "lucide-react";
import { type ReactElement, useState } from "react";
import type { Selection } from "react-aria-components";
import { useTranslations } from "use-intl";
import type { AssetRow } from "../../api/queries";
import { Button, IconButton } from "../../ui/Button";
import { DeleteDialog, ExportDialog, RunDialog } from "./bulk";

interface SelectionBarProps {
  readonly assets: readonly AssetRow[];
  readonly selected: Selection;
  readonly onClear: () => void;
}

export function SelectionBar({ assets, selected, onClear }: SelectionBarProps): ReactElement | null {
  const t = useTranslations("library");
  const [opened, setOpened] = useState<"" | "run" | "export" | "delete">("");
  const chosen = selected === "all" ? assets : assets.filter((each) => selected.has(each.id));
  if (chosen.length === 0) {
    return null;
  }
  const dialog = { assets: chosen, onClose: () => setOpened(""), onDone: onClear };
  return (
    <div className="selection-bar" role="toolbar" aria-label={t("selected", { count: chosen.length })}>
      <span className="numbers">{t("selected", { count: chosen.length })}</span>
      <Button kind="quiet" onPress={() => setOpened("run")}>
        <Play size={16} aria-hidden />
        {t("run")}
      </Button>
      <Button kind="quiet" onPress={() => setOpened("export")}>
        <Download size={16} aria-hidden />
        {t("export")}
      </Button>
      <Button kind="quiet" onPress={() => setOpened("delete")}>
        <Trash2 size={16} aria-hidden />
        {t("delete")}
      </Button>
      <IconButton label={t("clearSelection")} onPress={onClear}>
        <X size={16} aria-hidden />
      </IconButton>
      {opened === "run" ? <RunDialog {...dialog} /> : null}
      {opened === "export" ? <ExportDialog {...dialog} /> : null}
      {opened === "delete" ? <DeleteDialog {...dialog} /> : null}
    </div>
  );
}
