/** What the server writes into the page: where it is, and how people sign in there. */

interface Deployment {
  /** Path before every page, without a final slash; empty at the root. */
  readonly prefix: string;
  /** Whether there is an issuer to sign in with. */
  readonly signIn: boolean;
  /** The one namespace of a laptop; empty on a cluster. */
  readonly namespace: string;
}

export const deployment: Deployment = read();

function read(): Deployment {
  const prefix = new URL(".", document.baseURI).pathname.replace(/\/$/, "");
  const written = document.querySelector<HTMLMetaElement>('meta[name="deployment"]')?.content ?? "{}";
  return { signIn: false, namespace: "", ...JSON.parse(written), prefix };
}
