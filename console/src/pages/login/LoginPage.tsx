/** Where somebody says who they are: at an issuer, or with a token. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api } from "../../api/client";
import { dataOf } from "../../api/problems";
import { deployment } from "../../app/deployment";
import { Brand } from "../../app/Shell";
import { Button } from "../../ui/Button";
import { TextInput } from "../../ui/fields";
import { ProblemNote } from "../../ui/ProblemNote";
import "./login.css";

const route = getRouteApi("/login");

export function LoginPage(): ReactElement {
  const t = useTranslations("login");
  const { to = "/" } = route.useSearch();
  const start = `v1/session/start?${new URLSearchParams({ to: `${deployment.prefix}${to}` })}`;
  return (
    <main className="login">
      <div className="login-card card">
        <Brand />
        <h1>{t("title")}</h1>
        {deployment.signIn ? (
          <>
            <a className="button" data-kind="primary" href={start}>
              {t("withIssuer")}
            </a>
            <p className="login-or">{t("or")}</p>
          </>
        ) : (
          <p className="muted">{t("text")}</p>
        )}
        <TokenForm to={to} />
      </div>
    </main>
  );
}

function TokenForm({ to }: { readonly to: string }): ReactElement {
  const t = useTranslations("login");
  const router = useRouter();
  const cache = useQueryClient();
  const [token, setToken] = useState("");
  const signIn = useMutation({
    mutationFn: () => dataOf(api.POST("/v1/session", { body: { token: token.trim() } })),
    onSuccess: async () => {
      cache.clear();
      await router.navigate({ href: to });
    },
  });
  return (
    <Form
      className="login-form"
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <TextInput
        label={t("token")}
        type="password"
        value={token}
        onChange={setToken}
        help={t("tokenHelp")}
        autoComplete="current-password"
        isRequired
        autoFocus
      />
      {signIn.isError ? <ProblemNote error={signIn.error} /> : null}
      <Button type="submit" kind={deployment.signIn ? "plain" : "primary"} isPending={signIn.isPending}>
        {t("submit")}
      </Button>
      <p className="field-help">{t("kept")}</p>
    </Form>
  );
}
