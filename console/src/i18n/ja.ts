/** Japanese. */
import asset from "./ja/asset.json";
import batches from "./ja/batches.json";
import catalogue from "./ja/catalogue.json";
import compare from "./ja/compare.json";
import embed from "./ja/embed.json";
import forms from "./ja/forms.json";
import keys from "./ja/keys.json";
import labels from "./ja/labels.json";
import library from "./ja/library.json";
import lists from "./ja/lists.json";
import login from "./ja/login.json";
import people from "./ja/people.json";
import problem from "./ja/problem.json";
import result from "./ja/result.json";
import review from "./ja/review.json";
import rights from "./ja/rights.json";
import rule from "./ja/rule.json";
import runs from "./ja/runs.json";
import search from "./ja/search.json";
import settings from "./ja/settings.json";
import shell from "./ja/shell.json";
import sources from "./ja/sources.json";
import state from "./ja/state.json";
import tab from "./ja/tab.json";
import upload from "./ja/upload.json";
import workflows from "./ja/workflows.json";

import type { Messages } from "./locales";

export const messages: Messages = {
  asset,
  batches,
  catalogue,
  compare,
  embed,
  forms,
  keys,
  labels,
  library,
  lists,
  login,
  people,
  problem,
  result,
  review,
  rights,
  rule,
  runs,
  search,
  settings,
  shell,
  sources,
  state,
  tab,
  upload,
  workflows,
};
