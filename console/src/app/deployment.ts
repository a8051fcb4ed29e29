/** What the server writes into the page: where it is, and how people sign in there. */

interface Deployment {
  /** Path before every page, without a final slash; empty at the root. */
  readonly prefix: string;
  /** Whether there is an issuer to sign in with. */
  readonly signIn: boolean;
  /** The one namespace of a laptop; empty on a cluster. */
  readonly namespace: string;
  /** The link to one asset by which the page was opened; null: the whole console. */
  readonly embed: { readonly link: string; readonly asset: string } | null;
  /** Before every path of the API, relative to `<base href>`: empty, or with a final slash. */
  readonly api: string;
}

export const deployment: Deployment = read();

function read(): Deployment {
  const prefix = new URL(".", document.baseURI).pathname.replace(/\/$/, "");
  const written = document.querySelector<HTMLMetaElement>('meta[name="deployment"]')?.content ?? "{}";
  const found = { signIn: false, namespace: "", embed: null, ...JSON.parse(written), prefix };
  return { ...found, api: found.embed ? `embed/${found.embed.link}/` : "" };
}
