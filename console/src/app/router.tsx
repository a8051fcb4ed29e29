/** Every address of the console, and what its parameters mean. A page's code is loaded when it is first opened. */
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import type { BatchState, SourceState } from "../api/batchQueries";
import type { AssetFilter } from "../api/queries";
import { type Place, placeIn } from "../asset/place";
import { deployment } from "./deployment";
import { PageCrash } from "./PageCrash";
import { PageNotFound } from "./PageNotFound";
import { Shell } from "./Shell";
import { numberIn, type Raw, textIn } from "./searchParams";

interface Context {
  readonly queries: QueryClient;
}

export interface LibraryParams extends AssetFilter {
  readonly view: "grid" | "table";
}

export interface SearchParams {
  readonly q: string;
  readonly order: "relevance" | "confidence" | "time" | "created" | "-created";
  readonly group: "asset" | "moment";
  readonly namespace: string;
}

export interface RunsParams {
  readonly state?: "Queued" | "Started" | "Waiting" | "Complete" | "Error" | "Cancelled" | "TimedOut" | undefined;
  readonly namespace?: string | undefined;
}

export interface BatchesParams {
  readonly state?: BatchState | undefined;
  readonly namespace?: string | undefined;
}

export interface SourcesParams {
  readonly state?: SourceState | undefined;
  readonly namespace?: string | undefined;
}

export interface PlanParams {
  readonly op?: string | undefined;
  readonly view?: "graph" | "list" | "log" | "yaml" | undefined;
}

export interface WorkflowParams extends PlanParams {
  readonly type?: "Audio" | "Image" | "Text" | undefined;
}

export interface FindParams {
  readonly q?: string | undefined;
}

export interface SimilarParams {
  /** Seconds of the frame. */
  readonly t?: number | undefined;
}

export interface WorkflowEditParams {
  readonly view?: "yaml" | undefined;
}

export interface ListParams {
  readonly version?: number | undefined;
}

export interface PeopleParams {
  readonly tab?: "collections" | undefined;
  readonly named?: "yes" | "no" | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

export interface ReviewParams {
  readonly kind?: "low-confidence" | undefined;
  readonly below?: number | undefined;
  readonly item?: string | undefined;
  readonly namespace?: string | undefined;
}

export interface EmbedParams extends Place {
  readonly controls?: "player" | undefined;
}

export interface SettingsParams {
  readonly namespace?: string | undefined;
}

const MOST_VERSIONS = 999_999;
const MOST_SECONDS = 1e9;

const root = createRootRouteWithContext<Context>()({ component: Shell, notFoundComponent: PageNotFound });

const library = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: (raw: Record<string, unknown>): Partial<LibraryParams> => ({
    ...texts(raw, ["q", "state", "namespace"]),
    ...choice(raw, "type", ["Video", "Audio", "Image", "Text"]),
    ...choice(raw, "order", ["oldest", "title"]),
    ...choice(raw, "view", ["table"]),
  }),
  component: lazyRouteComponent(() => import("../pages/library/LibraryPage"), "LibraryPage"),
});

const add = createRoute({
  getParentRoute: () => root,
  path: "/add",
  component: lazyRouteComponent(() => import("../pages/upload/UploadPage"), "UploadPage"),
});

const search = createRoute({
  getParentRoute: () => root,
  path: "/search",
  validateSearch: (raw: Record<string, unknown>): Partial<SearchParams> => ({
    ...texts(raw, ["q", "namespace"]),
    ...choice(raw, "order", ["confidence", "time", "created", "-created"]),
    ...choice(raw, "group", ["moment"]),
  }),
  component: lazyRouteComponent(() => import("../pages/search/SearchPage"), "SearchPage"),
});

const similar = createRoute({
  getParentRoute: () => root,
  path: "/similar/$asset",
  validateSearch: (raw: Record<string, unknown>): SimilarParams => numbers(raw, "t", 0, MOST_SECONDS),
  component: lazyRouteComponent(() => import("../pages/search/SimilarPage"), "SimilarPage"),
});

const asset = createRoute({
  getParentRoute: () => root,
  path: "/assets/$id",
  validateSearch: (raw: Record<string, unknown>): Place => placeIn(raw),
  component: lazyRouteComponent(() => import("../pages/asset/AssetPage"), "AssetPage"),
});

const embed = createRoute({
  getParentRoute: () => root,
  path: "/embed/$link",
  validateSearch: (raw: Record<string, unknown>): EmbedParams => ({
    ...placeIn(raw),
    ...choice(raw, "controls", ["player"]),
  }),
  component: lazyRouteComponent(() => import("../pages/embed/EmbedPage"), "EmbedPage"),
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (raw: Record<string, unknown>): { to?: string } => texts(raw, ["to"]),
  component: lazyRouteComponent(() => import("../pages/login/LoginPage"), "LoginPage"),
});

const runs = createRoute({
  getParentRoute: () => root,
  path: "/runs",
  validateSearch: (raw: Record<string, unknown>): RunsParams => ({
    ...choice(raw, "state", ["Queued", "Started", "Waiting", "Complete", "Error", "Cancelled", "TimedOut"]),
    ...texts(raw, ["namespace"]),
  }),
  component: lazyRouteComponent(() => import("../pages/runs/RunsPage"), "RunsPage"),
});

const run = createRoute({
  getParentRoute: () => root,
  path: "/runs/$id",
  validateSearch: (raw: Record<string, unknown>): PlanParams => ({
    ...texts(raw, ["op"]),
    ...choice(raw, "view", ["graph", "list", "log"]),
  }),
  component: lazyRouteComponent(() => import("../pages/runs/RunPage"), "RunPage"),
});

const batches = createRoute({
  getParentRoute: () => root,
  path: "/runs/batches",
  validateSearch: (raw: Record<string, unknown>): BatchesParams => ({
    ...choice(raw, "state", ["Listing", "Started", "Paused", "Complete", "Error", "Cancelled"]),
    ...texts(raw, ["namespace"]),
  }),
  component: lazyRouteComponent(() => import("../pages/batches/BatchesPage"), "BatchesPage"),
});

const batch = createRoute({
  getParentRoute: () => root,
  path: "/runs/batches/$id",
  component: lazyRouteComponent(() => import("../pages/batches/BatchPage"), "BatchPage"),
});

const sources = createRoute({
  getParentRoute: () => root,
  path: "/runs/sources",
  validateSearch: (raw: Record<string, unknown>): SourcesParams => ({
    ...choice(raw, "state", ["Watching", "Suspended", "Error"]),
    ...texts(raw, ["namespace"]),
  }),
  component: lazyRouteComponent(() => import("../pages/sources/SourcesPage"), "SourcesPage"),
});

const source = createRoute({
  getParentRoute: () => root,
  path: "/runs/sources/$id",
  component: lazyRouteComponent(() => import("../pages/sources/SourcePage"), "SourcePage"),
});

const operators = createRoute({
  getParentRoute: () => root,
  path: "/catalogue/operators",
  validateSearch: (raw: Record<string, unknown>): FindParams => texts(raw, ["q"]),
  component: lazyRouteComponent(() => import("../pages/catalogue/OperatorsPage"), "OperatorsPage"),
});

const operator = createRoute({
  getParentRoute: () => root,
  path: "/catalogue/operators/$name",
  component: lazyRouteComponent(() => import("../pages/catalogue/OperatorPage"), "OperatorPage"),
});

const workflows = createRoute({
  getParentRoute: () => root,
  path: "/catalogue/workflows",
  validateSearch: (raw: Record<string, unknown>): FindParams => texts(raw, ["q"]),
  component: lazyRouteComponent(() => import("../pages/catalogue/WorkflowsPage"), "WorkflowsPage"),
});

const workflow = createRoute({
  getParentRoute: () => root,
  path: "/catalogue/workflows/$namespace/$name",
  validateSearch: (raw: Record<string, unknown>): WorkflowParams => ({
    ...texts(raw, ["op"]),
    ...choice(raw, "type", ["Audio", "Image", "Text"]),
    ...choice(raw, "view", ["graph", "list", "yaml"]),
  }),
  component: lazyRouteComponent(() => import("../pages/catalogue/WorkflowPage"), "WorkflowPage"),
});

const workflowEdit = createRoute({
  getParentRoute: () => root,
  path: "/catalogue/workflows/$namespace/$name/edit",
  validateSearch: (raw: Record<string, unknown>): WorkflowEditParams => choice(raw, "view", ["yaml"]),
  component: lazyRouteComponent(() => import("../pages/catalogue/WorkflowEditPage"), "WorkflowEditPage"),
});

const lists = createRoute({
  getParentRoute: () => root,
  path: "/catalogue/lists",
  validateSearch: (raw: Record<string, unknown>): FindParams => texts(raw, ["q"]),
  component: lazyRouteComponent(() => import("../pages/lists/ListsPage"), "ListsPage"),
});

const list = createRoute({
  getParentRoute: () => root,
  path: "/catalogue/lists/$namespace/$kind/$name",
  validateSearch: (raw: Record<string, unknown>): ListParams => numbers(raw, "version", 1, MOST_VERSIONS),
  component: lazyRouteComponent(() => import("../pages/lists/ListPage"), "ListPage"),
});

const labelCollections = createRoute({
  getParentRoute: () => root,
  path: "/catalogue/labels",
  validateSearch: (raw: Record<string, unknown>): FindParams => texts(raw, ["q"]),
  component: lazyRouteComponent(() => import("../pages/labels/LabelCollectionsPage"), "LabelCollectionsPage"),
});

const labelCollection = createRoute({
  getParentRoute: () => root,
  path: "/catalogue/labels/$namespace/$name",
  component: lazyRouteComponent(() => import("../pages/labels/LabelCollectionPage"), "LabelCollectionPage"),
});

const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  validateSearch: (raw: Record<string, unknown>): PeopleParams => ({
    ...choice(raw, "tab", ["collections"]),
    ...choice(raw, "named", ["yes", "no"]),
    ...texts(raw, ["name", "namespace"]),
  }),
  component: lazyRouteComponent(() => import("../pages/people/PeoplePage"), "PeoplePage"),
});

const collection = createRoute({
  getParentRoute: () => root,
  path: "/people/$namespace/$name",
  component: lazyRouteComponent(() => import("../pages/people/CollectionPage"), "CollectionPage"),
});

const review = createRoute({
  getParentRoute: () => root,
  path: "/review",
  validateSearch: (raw: Record<string, unknown>): ReviewParams => ({
    ...choice(raw, "kind", ["low-confidence"]),
    ...numbers(raw, "below", 1, 100),
    ...texts(raw, ["item", "namespace"]),
  }),
  component: lazyRouteComponent(() => import("../pages/review/ReviewPage"), "ReviewPage"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  validateSearch: (raw: Record<string, unknown>): SettingsParams => texts(raw, ["namespace"]),
  component: lazyRouteComponent(() => import("../pages/settings/SettingsPage"), "SettingsPage"),
});

const pages = [
  settings,
  people,
  collection,
  review,
  runs,
  run,
  batches,
  batch,
  sources,
  source,
  operators,
  operator,
  workflows,
  workflow,
  workflowEdit,
  lists,
  list,
  labelCollections,
  labelCollection,
] as const;
const tree = root.addChildren([library, search, similar, add, asset, embed, login, ...pages]);

export function routerOf(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    basepath: deployment.prefix || "/",
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: PageCrash,
    defaultNotFoundComponent: PageNotFound,
    scrollRestoration: false,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof routerOf>;
  }
}

function texts<Name extends string>(raw: Raw, names: readonly Name[]): { [Each in Name]?: string } {
  const found: { [Each in Name]?: string } = {};
  for (const each of names) {
    const value = textIn(raw, each);
    if (value !== "") {
      found[each] = value;
    }
  }
  return found;
}

function choice<const Name extends string, const Word extends string>(
  raw: Raw,
  name: Name,
  words: readonly Word[],
): { [Each in Name]?: Word } {
  const found: { [Each in Name]?: Word } = {};
  const value = words.find((each) => each === raw[name]);
  if (value !== undefined) {
    found[name] = value;
  }
  return found;
}

function numbers<const Name extends string>(
  raw: Raw,
  name: Name,
  least: number,
  most: number,
): { [Each in Name]?: number } {
  const found: { [Each in Name]?: number } = {};
  const value = numberIn(raw, name, least, most);
  if (value !== undefined) {
    found[name] = value;
  }
  return found;
}
