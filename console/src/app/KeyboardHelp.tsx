/** Every key that does something, and a switch for the single ones (WCAG 2.1.4). */
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { Dialog } from "../ui/Dialog";
import { CheckInput } from "../ui/fields";
import { DESTINATIONS } from "./navigation";
import { SINGLE_KEYS } from "./shortcuts";
import { useStoredChoice } from "./stored";

interface KeyboardHelpProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function KeyboardHelp({ isOpen, onClose }: KeyboardHelpProps): ReactElement {
  const t = useTranslations("keys");
  const shell = useTranslations("shell");
  const [single, setSingle] = useStoredChoice(SINGLE_KEYS);
  return (
    <Dialog title={shell("keyboard")} isOpen={isOpen} onClose={onClose} size="wide">
      <div className="keys-grid">
        <section>
          <h3>{t("everywhere")}</h3>
          <dl>
            <Keys keys={["/"]} says={t("search")} />
            <Keys keys={["Ctrl", "K"]} says={t("palette")} />
            <Keys keys={["?"]} says={t("help")} />
            {DESTINATIONS.map(({ key, says }) => (
              <Keys key={key} keys={["G", key.toUpperCase()]} says={t(says)} />
            ))}
          </dl>
        </section>
        <section>
          <h3>{t("lists")}</h3>
          <dl>
            <Keys keys={["↑", "↓", "←", "→"]} says={t("move")} />
            <Keys keys={["Enter"]} says={t("open")} />
            <Keys keys={["Space"]} says={t("select")} />
          </dl>
        </section>
        <section>
          <h3>{t("player")}</h3>
          <dl>
            <Keys keys={["Space"]} says={t("playPause")} />
            <Keys keys={["J", "K", "L"]} says={t("shuttle")} />
            <Keys keys={[",", "."]} says={t("frames")} />
            <Keys keys={["←", "→"]} says={t("seconds")} />
            <Keys keys={["I", "O"]} says={t("loop")} />
            <Keys keys={["P"]} says={t("playLoop")} />
            <Keys keys={["M"]} says={t("copyLink")} />
            <Keys keys={["B"]} says={t("boxes")} />
            <Keys keys={["C"]} says={t("captions")} />
          </dl>
        </section>
        <section>
          <h3>{t("found")}</h3>
          <dl>
            <Keys keys={["[", "]"]} says={t("moments")} />
            <Keys keys={["↑", "↓"]} says={t("lane")} />
            <Keys keys={["+", "−", "0"]} says={t("zoom")} />
            <Keys keys={["E"]} says={t("edit")} />
            <Keys keys={["T"]} says={t("toTranscript")} />
            <Keys keys={["1", "9"]} says={t("tabs")} />
          </dl>
        </section>
      </div>
      <div>
        <CheckInput isSelected={single !== "off"} onChange={(on) => setSingle(on ? "" : "off")}>
          {t("single")}
        </CheckInput>
        <p className="field-help">{t("singleHelp")}</p>
      </div>
    </Dialog>
  );
}

export function Keys({ keys, says }: { readonly keys: readonly string[]; readonly says: string }): ReactElement {
  return (
    <>
      <dt>
        {keys.map((each) => (
          <kbd key={each}>{each}</kbd>
        ))}
      </dt>
      <dd>{says}</dd>
    </>
  );
}
