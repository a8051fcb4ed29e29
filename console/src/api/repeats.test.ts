import { describe, expect, it } from "vitest";
import { forgetKeys, withKey } from "./repeats";

const lost = (keys: string[]) => (key: string) => {
  keys.push(key);
  return Promise.reject(new TypeError("Failed to fetch"));
};
const done = (keys: string[]) => (key: string) => {
  keys.push(key);
  return Promise.resolve("done");
};

describe("a request that is sent again", () => {
  it("has the key that it had, until it is done", async () => {
    const keys: string[] = [];
    await expect(withKey("one", { value: 1 }, lost(keys))).rejects.toThrow("Failed to fetch");
    await withKey("one", { value: 1 }, done(keys));
    await withKey("one", { value: 1 }, done(keys));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("has another key when something else was asked for", async () => {
    const keys: string[] = [];
    await expect(withKey("one", { value: 1 }, lost(keys))).rejects.toThrow();
    await expect(withKey("one", { value: 2 }, lost(keys))).rejects.toThrow();
    await expect(withKey("two", { value: 1 }, lost(keys))).rejects.toThrow();
    expect(new Set(keys).size).toBe(3);
  });

  it.each([
    ["something else was done", () => withKey("three", { value: 2 }, done([]))],
    ["something was taken back", async () => forgetKeys("three")],
  ])("has another key once %s", async (_, between) => {
    const keys: string[] = [];
    await expect(withKey("three", { value: 1 }, lost(keys))).rejects.toThrow();
    await between();
    await withKey("three", { value: 1 }, done(keys));
    expect(keys[1]).not.toBe(keys[0]);
  });
});
