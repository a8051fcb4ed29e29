/** English, which the types of all languages are made from. A new area is a file in `en`, one in `ja`, and a line each. */
import asset from "./en/asset.json";
import batches from "./en/batches.json";
import catalogue from "./en/catalogue.json";
import compare from "./en/compare.json";
import embed from "./en/embed.json";
import forms from "./en/forms.json";
import keys from "./en/keys.json";
import labels from "./en/labels.json";
import library from "./en/library.json";
import lists from "./en/lists.json";
import login from "./en/login.json";
import people from "./en/people.json";
import problem from "./en/problem.json";
import result from "./en/result.json";
import review from "./en/review.json";
import rights from "./en/rights.json";
import rule from "./en/rule.json";
import runs from "./en/runs.json";
import search from "./en/search.json";
import settings from "./en/settings.json";
import shell from "./en/shell.json";
import sources from "./en/sources.json";
import state from "./en/state.json";
import tab from "./en/tab.json";
import upload from "./en/upload.json";
import workflows from "./en/workflows.json";

export const messages = {
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
