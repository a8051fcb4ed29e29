/** Japanese. */
import keys from "./ja/keys.json";
import login from "./ja/login.json";
import problem from "./ja/problem.json";
import shell from "./ja/shell.json";
import state from "./ja/state.json";

import type { Messages } from "./locales";

export const messages: Messages = { keys, login, problem, shell, state };
