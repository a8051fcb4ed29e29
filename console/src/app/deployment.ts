/** What the server writes into the page: where it is, and how people sign in there. */

interface Deployment {
  /** Path before every page, without a final slash; empty at the root. */
  readonly prefix: string;
  /** Whether there is an issuer to sign in with. */
  readonly signIn: boolean;
  /** The namespace that is meant where none is named: the one of a laptop; on a cluster often empty. */
  readonly namespace: string;
  /** Whether it runs on a cluster. */
  readonly cluster: boolean;
  /** The link to one asset by which the page was opened; null: the whole console. */
  readonly embed: { readonly link: string; readonly asset: string } | null;
  /** Before every path of the API, relative to `<base href>`: empty, or with a final slash. */
  readonly api: string;
}

export const deployment: Deployment = read();

/** Whether there is no cluster behind it: its commands are others, and it has neither batches nor sources. */
export const isLaptop = !deployment.cluster;

function read(): Deployment {
  const prefix = new URL(".", document.baseURI).pathname.replace(/\/$/, "");
  const written = document.querySelector<HTMLMetaElement>('meta[name="deployment"]')?.content ?? "{}";
  const found = { signIn: false, namespace: "", cluster: false, embed: null, ...JSON.parse(written), prefix };
  return { ...found, api: found.embed ? `embed/${found.embed.link}/` : "" };
}
