/** English, which the types of all languages are made from. A new area is a file in `en`, one in `ja`, and a line each. */
import keys from "./en/keys.json";
import login from "./en/login.json";
import problem from "./en/problem.json";
import shell from "./en/shell.json";
import state from "./en/state.json";

export const messages = { keys, login, problem, shell, state };
