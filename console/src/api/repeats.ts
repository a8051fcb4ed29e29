/** Requests whose answer may have been lost: sent again, they have the key that they had, and are done once. */

/** Keys of what is not known to be done, by what is asked for. */
const open = new Map<string, string>();

/** Send something about an object with an Idempotency-Key: the one of the same request before, when that failed. */
export async function withKey<Answer>(
  object: string,
  asked: unknown,
  send: (key: string) => Promise<Answer>,
): Promise<Answer> {
  const name = `${object} ${JSON.stringify(asked)}`;
  const key = open.get(name) ?? crypto.randomUUID();
  try {
    const answer = await send(key);
    forgetKeys(object);
    return answer;
  } catch (error) {
    open.set(name, key);
    throw error;
  }
}

/** Call this once an object has changed: what was asked for before is something new from then on. */
export function forgetKeys(object: string): void {
  for (const name of open.keys()) {
    if (name.startsWith(`${object} `)) {
      open.delete(name);
    }
  }
}
