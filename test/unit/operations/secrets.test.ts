import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Interaction } from "../../../src/operations/interaction";
import { forgetSecrets } from "../../../src/operations/secrets/forgetSecrets";
import { logIn } from "../../../src/operations/secrets/logIn";
import type { EnvironmentSecrets } from "../../../src/operations/secrets/secretStore";
import { setSecret } from "../../../src/operations/secrets/setSecret";
import { createEnvironment } from "../../../src/targets/createEnvironment";
import { environmentSettings } from "../../../src/targets/settings/environmentSettings";
import type { SecretName } from "../../../src/targets/settings/environmentSettings";
import { nobody, operationFor } from "./sending";

/** A backend that knows one user, and one token of theirs. */
function answer(path: string, authorization: string | undefined, body: string): [status: number, body: object] {
  if (path === "/api/v1/token/") {
    const { username, password } = JSON.parse(body) as Record<string, string>;
    return username === "staff" && password === "right"
      ? [200, { access: "fresh", refresh: "again" }]
      : [401, { detail: "No active account" }];
  }
  return authorization === "Bearer fresh" ? [200, {}] : [401, {}];
}

describe("secrets of a configured environment", () => {
  let server: Server;
  let url: string;
  let kept: Map<SecretName, string>;
  /** Each question, and whether its answer is hidden. */
  let asked: [title: string, isSecret: boolean][];

  before(async () => {
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      const [status, answered] = answer(request.url ?? "", request.headers.authorization, body);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answered));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  beforeEach(() => {
    kept = new Map();
    asked = [];
  });

  const staging = (over: object = {}): EnvironmentSecrets => {
    const settings = environmentSettings.parse({ tenantCode: "hakwonplus", api: { url }, provider: {}, ...over });
    const secrets: EnvironmentSecrets["secrets"] = {
      get: (name) => Promise.resolve(kept.get(name)),
      set: (name, value) => Promise.resolve(void kept.set(name, value)),
      remove: (name) => Promise.resolve(void kept.delete(name)),
      removeAll: () => {
        const count = kept.size;
        kept.clear();
        return Promise.resolve(count);
      },
    };
    const trust = { hosts: new Set<string>(), programs: true, door: "editor" } as const;
    const open = () =>
      createEnvironment({ name: "staging", settings, secrets, trust, folder: "/", stateDir: "/nowhere" });
    return { name: "staging", settings, secrets, open };
  };
  /** Answers each question with the next of `typed`, and takes the choice of that label. */
  const answering = (label: string, ...typed: (string | undefined)[]) => {
    const interaction: Interaction = {
      ...nobody(),
      ask: ({ title, isSecret = false }) => {
        asked.push([title, isSecret]);
        return Promise.resolve(typed.shift());
      },
      choose: (_title, choices) => Promise.resolve(choices.find((each) => each.label === label)?.value),
    };
    return operationFor("", { interaction });
  };

  it("log in with a name and a password, which is hidden while it is typed and not kept", async () => {
    const result = await logIn(staging(), {}, answering("User name and password", "staff", "right"));
    assert.deepEqual(result, { name: "staging", url, status: 200, isAccepted: true });
    assert.deepEqual([...kept].sort(), [
      ["apiRefreshToken", "again"],
      ["apiToken", "fresh"],
    ]);
    assert.deepEqual(asked, [
      [`User name at ${url}`, false],
      ["Password of staff", true],
    ]);
  });

  it("say why the backend refuses, and keep nothing", async () => {
    const given = { username: "staff", password: "wrong" };
    await assert.rejects(logIn(staging(), given, answering("")), {
      reason: "login-refused",
      message: "The backend refused the log-in (401): No active account",
    });
    assert.equal(kept.size, 0);
  });

  it("take a pasted token with its word Bearer, and drop a refresh token that may be another user's", async () => {
    kept.set("apiRefreshToken", "of another user");
    const result = await logIn(staging(), {}, answering("Paste a token", "Bearer stale "));
    assert.deepEqual([result?.status, result?.isAccepted], [401, false]);
    assert.deepEqual([...kept], [["apiToken", "stale"]]);
  });

  it("stay as they are where the user gives up, whatever the question", async () => {
    for (const context of [answering("none"), answering("Paste a token"), answering("User name and password", "staff")])
      assert.equal(await logIn(staging(), {}, context), undefined);
    assert.equal(await setSecret(staging(), {}, answering("Solapi API key")), undefined);
    assert.equal(await forgetSecrets(staging(), operationFor("")), undefined);
    assert.equal(kept.size, 0);
  });

  it("need an API to log in to", () =>
    assert.rejects(logIn(staging({ api: undefined }), { token: "t" }, answering("")), { reason: "no-api" }));

  it("are offered as the settings use them, and kept without the blanks around them", async () => {
    let offered: unknown[] = [];
    kept.set("apiToken", "t");
    const interaction: Interaction = {
      ...nobody(),
      choose: (_title, choices) => {
        offered = choices.map(({ label, description }) => [label, description]);
        return Promise.resolve(choices[0]?.value);
      },
      ask: ({ check, isSecret }) => {
        assert.deepEqual([check?.(" "), isSecret], ["Nothing was typed yet", true]);
        return Promise.resolve(" NCS1 ");
      },
    };
    assert.equal(await setSecret(staging(), {}, operationFor("", { interaction })), "solapiApiKey");
    assert.deepEqual(offered, [
      ["Solapi API key", "not set"],
      ["Solapi API secret", "not set"],
      ["API token", "set"],
    ]);
    assert.equal(kept.get("solapiApiKey"), "NCS1");
  });

  it("are forgotten once the user confirms", async () => {
    kept.set("apiToken", "t");
    const interaction = { ...nobody(), confirm: () => Promise.resolve(true) };
    assert.equal(await forgetSecrets(staging(), operationFor("", { interaction })), 1);
    assert.equal(kept.size, 0);
  });
});
