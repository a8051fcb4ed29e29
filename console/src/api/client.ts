/** The HTTP API, typed by its own OpenAPI. Addresses are relative to `<base href>`: any path prefix works. */
import createClient from "openapi-fetch";
import { apiAddress } from "./addresses";
import type { components, paths } from "./schema";

/** A schema of the API by its name: `Schema<"AssetView">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

export const api = createClient<paths>({ baseUrl: new URL(apiAddress("."), document.baseURI).href });
