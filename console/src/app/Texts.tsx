/** The texts of one language around everything, for our words and for those of the controls. */
import { createContext, type ReactElement, type ReactNode, useContext, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components";
import { IntlProvider } from "use-intl";
import { type Locale, type Messages, messagesOf, storeLocale } from "../i18n/locales";

const ChooseLocale = createContext<(locale: Locale) => void>(() => undefined);

interface Spoken {
  readonly locale: Locale;
  readonly messages: Messages;
}

/** Change the language of everything. */
export function useChooseLocale(): (locale: Locale) => void {
  return useContext(ChooseLocale);
}

const REGIONS = { en: "en-GB", ja: "ja-JP" } as const;
const MINUTE = 60_000;

export function Texts({ first, children }: { readonly first: Spoken; readonly children: ReactNode }): ReactElement {
  const [spoken, setSpoken] = useState(first);
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    document.documentElement.lang = spoken.locale;
  }, [spoken]);
  const choose = async (locale: Locale): Promise<void> => {
    storeLocale(locale);
    setSpoken({ locale, messages: await messagesOf(locale) });
  };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <ChooseLocale value={(locale) => void choose(locale)}>
      <I18nProvider locale={REGIONS[spoken.locale]}>
        <IntlProvider locale={spoken.locale} messages={spoken.messages} timeZone={zone} now={now}>
          {children}
        </IntlProvider>
      </I18nProvider>
    </ChooseLocale>
  );
}
