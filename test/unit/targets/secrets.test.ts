import assert from "node:assert/strict";
import type * as vscode from "vscode";
import { Secrets } from "../../../src/host/secrets";
import { environmentSettings } from "../../../src/targets/settings/environmentSettings";

const settings = environmentSettings.parse({ tenantCode: "t", api: { url: "https://api.example.kr" } });

describe("secrets of environments", () => {
  const kept = new Map<string, string>();
  const state = new Map<string, unknown>();
  const storage = {
    get: (key: string) => Promise.resolve(kept.get(key)),
    store: (key: string, value: string) => Promise.resolve(void kept.set(key, value)),
    delete: (key: string) => Promise.resolve(void kept.delete(key)),
  } as unknown as vscode.SecretStorage;
  const memento = {
    get: (key: string) => state.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void state.set(key, value)),
  } as unknown as vscode.Memento;
  const secretsAt = (home: string) => new Secrets(storage, memento, () => home);
  beforeEach(() => {
    kept.clear();
    state.clear();
  });

  it('are forgotten of "a" without those of "a/b"', async () => {
    const secrets = secretsAt("user");
    await secrets.storeOf("a", settings).set("apiToken", "one");
    await secrets.storeOf("a/b", settings).set("apiToken", "two");
    assert.equal(await secrets.storeOf("a", settings).removeAll(), 1);
    assert.equal(await secrets.of("a", settings).get("apiToken"), undefined);
    assert.equal(await secrets.of("a/b", settings).get("apiToken"), "two");
  });

  it("give a database's address to the folder alone that it was given for (another folder's environment of that name got it)", async () => {
    await secretsAt("/home/me/academy").storeOf("prod", settings).set("databaseUrl", "postgres://u:p@db/academy");
    assert.equal(await secretsAt("/tmp/cloned").of("prod", settings).get("databaseUrl"), undefined);
    assert.equal(await secretsAt("user").of("prod", settings).get("databaseUrl"), undefined);
    const own = secretsAt("/home/me/academy");
    assert.equal(await own.of("prod", settings).get("databaseUrl"), "postgres://u:p@db/academy");
    assert.equal(await own.storeOf("prod", settings).removeAll(), 1);
    assert.equal(kept.size, 0);
  });

  it("give a token to the address alone that it was given for", async () => {
    const secrets = secretsAt("user");
    await secrets.storeOf("prod", settings).set("apiToken", "one");
    const elsewhere = environmentSettings.parse({ tenantCode: "t", api: { url: "https://evil.example" } });
    assert.equal(await secrets.of("prod", elsewhere).get("apiToken"), undefined);
    assert.equal(await secrets.of("prod", settings).get("apiToken"), "one");
  });
});
