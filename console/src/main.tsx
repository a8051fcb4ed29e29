/** The entry: language and theme first, then the router. */
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/ui.css";
import "./styles/shell.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { deployment } from "./app/deployment";
import { queryClientOf } from "./app/queryClient";
import { routerOf } from "./app/router";
import { Texts } from "./app/Texts";
import { applyTheme, storedTheme, THEMES } from "./app/theme";
import { messagesOf, preferredLocale, storedLocale } from "./i18n/locales";

async function start(place: HTMLElement): Promise<void> {
  const wanted = new URLSearchParams(deployment.embed ? location.search : "");
  applyTheme(THEMES.find((each) => each === wanted.get("theme")) ?? storedTheme());
  const locale = preferredLocale(wanted.get("locale"), [storedLocale()]);
  const messages = await messagesOf(locale);
  const queries = queryClientOf(() => {
    const { pathname, href } = router.latestLocation;
    if (pathname !== "/login" && !deployment.embed) {
      void router.navigate({ to: "/login", search: { to: href } });
    }
  });
  const router = routerOf(queries);
  createRoot(place).render(
    <StrictMode>
      <Texts first={{ locale, messages }}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Texts>
    </StrictMode>,
  );
}

const root = document.getElementById("root");
if (root) {
  void start(root);
}
