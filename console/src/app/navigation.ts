/** The pages that are offered everywhere: in the navigation, in the commands, and by keys. */
import {
  Boxes,
  LibraryBig,
  type LucideIcon,
  ScanEye,
  Search,
  Settings,
  Upload,
  UsersRound,
  Workflow,
} from "lucide-react";
import type { Messages } from "../i18n/locales";

export interface Destination {
  readonly to: "/" | "/search" | "/add" | "/runs" | "/catalogue/operators" | "/people" | "/review" | "/settings";
  readonly name: keyof Messages["shell"] &
    ("library" | "search" | "add" | "runs" | "catalogue" | "people" | "review" | "settings");
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly key: string;
  /** Name of the key's sentence. */
  readonly says: keyof Messages["keys"];
}

export const DESTINATIONS: readonly Destination[] = [
  { to: "/", name: "library", icon: LibraryBig, key: "l", says: "goLibrary" },
  { to: "/search", name: "search", icon: Search, key: "s", says: "goSearch" },
  { to: "/add", name: "add", icon: Upload, key: "u", says: "goAdd" },
  { to: "/runs", name: "runs", icon: Workflow, key: "r", says: "goRuns" },
  { to: "/people", name: "people", icon: UsersRound, key: "p", says: "goPeople" },
  { to: "/review", name: "review", icon: ScanEye, key: "v", says: "goReview" },
  { to: "/catalogue/operators", name: "catalogue", icon: Boxes, key: "c", says: "goCatalogue" },
  { to: "/settings", name: "settings", icon: Settings, key: "x", says: "goSettings" },
];
