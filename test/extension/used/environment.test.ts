import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { PartCheck } from "../../../src/operations/environment/partCheck";
import {
  activateExtension,
  answering,
  channelShows,
  endStack,
  openText,
  run,
  takeFirst,
  useOwnStack,
} from "../extensionFixture";
import { ACCESS, startBackend, USER } from "./backendServer";

const settings = () => vscode.workspace.getConfiguration("messaging");
const workspace = () => vscode.workspace.workspaceFolders![0]!.uri.fsPath;

/** Commands that are about the embedded stack and about nothing else. */
const LOCAL_ONLY = [
  "messaging.stack.start",
  "messaging.stack.stop",
  "messaging.fault.inject",
  "messaging.fault.clear",
  "messaging.inbox.open",
  "messaging.environment.connect",
];

describe("environments", () => {
  let folder: string;
  let backend: Awaited<ReturnType<typeof startBackend>>;

  before(async () => {
    folder = useOwnStack();
    backend = await startBackend();
    await activateExtension();
    await settings().update("environments", {
      staging: { tenantCode: "hakwonplus", api: { url: backend.url }, provider: { url: backend.url } },
      production: { tenantCode: "hakwonplus", production: "yes" },
    });
  });

  after(async () => {
    await settings().update("environment", undefined);
    await settings().update("environments", undefined);
    await backend.close();
    await endStack(folder);
  });

  it("that are wrong are refused by their path, and the others work", async () => {
    assert.equal(await run("messaging.environment.select", "production"), undefined);
    assert.equal(settings().get("environment"), "local");
    assert.equal(await run("messaging.environment.select", "staging"), "staging");
    assert.equal(settings().get("environment"), "staging");
  });

  it("that do not exist are refused", async () =>
    assert.equal(await run("messaging.environment.select", "nowhere"), undefined));

  it("need a token: the check says so, and of the parts that are not configured that they are unknown", async () => {
    const checks = await run<PartCheck[]>("messaging.environment.check");
    const statusOf = (part: string) => checks.find((each) => each.part === part)?.status;
    assert.equal(statusOf("api"), "failed");
    assert.equal(statusOf("queue"), "absent");
    assert.match(await openText("check-staging.md"), /^# \S.*staging/);
  });

  it("are logged in to by name and password, which is not kept", async () => {
    const wrong = { environment: "staging", username: USER.username, password: "wrong" };
    assert.equal(await run("messaging.environment.logIn", wrong), undefined);
    const result = await run("messaging.environment.logIn", { environment: "staging", ...USER });
    assert.deepEqual(result, { name: "staging", status: 200 });
    const [api] = await run<PartCheck[]>("messaging.environment.check", "staging");
    assert.equal(api?.status, "ok", api?.sentence);
    assert.doesNotMatch(JSON.stringify(settings().get("environments")), new RegExp(`${USER.password}|${ACCESS}`));
  });

  it("give a token to the address alone that it was for", async () => {
    const other = await startBackend();
    try {
      const elsewhere = { staging: { tenantCode: "hakwonplus", api: { url: other.url } } };
      await settings().update("environments", elsewhere);
      const [api] = await run<PartCheck[]>("messaging.environment.check", "staging");
      assert.equal(api?.status, "failed");
    } finally {
      await settings().update("environments", {
        staging: { tenantCode: "hakwonplus", api: { url: backend.url }, provider: { url: backend.url } },
      });
      await other.close();
    }
  });

  it("take a pasted token, with its word Bearer", async () => {
    const pasted = { environment: "staging", token: `Bearer ${ACCESS}` };
    assert.deepEqual(await run("messaging.environment.logIn", pasted), { name: "staging", status: 200 });
  });

  it("keep secrets and forget them", async () => {
    const secret = { environment: "staging", secret: "solapiApiKey", value: "NCS1234567890" };
    assert.deepEqual(await run("messaging.environment.setSecret", secret), { name: "staging", secret: "solapiApiKey" });
    const unknown = { environment: "staging", secret: "password", value: "x" };
    assert.equal(await run("messaging.environment.setSecret", unknown), undefined);
    const isAsked = { confirm: () => Promise.resolve(true) };
    const forgotten = await answering(isAsked, () => run<number>("messaging.environment.forgetSecrets", "staging"));
    assert.ok(forgotten >= 2, `${forgotten} were forgotten`);
    const [api] = await run<PartCheck[]>("messaging.environment.check", "staging");
    assert.equal(api?.status, "failed");
  });

  it("refuse what belongs to the local stack, with a sentence, and start none", async () => {
    assert.equal(settings().get("environment"), "staging");
    for (const id of LOCAL_ONLY) assert.equal(await run(id), undefined, id);
    await run("messaging.output.show");
    for (const id of LOCAL_ONLY) {
      const sentence = "local-only: This belongs to the local stack, and staging is selected";
      await channelShows(/Messaging/, new RegExp(`${id}: ${sentence}`));
    }
    assert.equal(fs.existsSync(path.join(folder, "stack.json")), false);
  });

  it("are the local stack again, whose parts are all in order", async () => {
    assert.equal(await run("messaging.environment.select", "local"), "local");
    const checks = await run<PartCheck[]>("messaging.environment.check");
    assert.deepEqual(
      checks.filter(({ status }) => status !== "ok"),
      [],
    );
  });

  it("are discovered, checked, shown and written", async () => {
    const file = path.join(workspace(), "docker-compose.yml");
    const port = new URL(backend.url).port;
    fs.writeFileSync(file, `name: academy\nservices: {api: {command: gunicorn x, ports: ["${port}:8000"]}}\n`);
    try {
      const wanted = { environment: "academy", tenantCode: "hakwonplus", isConfirmed: true };
      assert.equal(
        await answering({ choose: () => Promise.resolve(undefined) }, () =>
          run("messaging.environment.discover", wanted),
        ),
        undefined,
        "an argument confirms nothing",
      );
      const found = await answering({ choose: takeFirst }, () =>
        run<{ name: string; checks: PartCheck[] }>("messaging.environment.discover", wanted),
      );
      assert.equal(found.name, "academy");
      assert.match(await openText("environment-academy.md"), /docker-compose\.yml:2/);
      const written = settings().get<Record<string, { api: { url: string } }>>("environments");
      assert.equal(written?.["academy"]?.api.url, backend.url);
      assert.ok(written["staging"], "what was there before stays");
    } finally {
      fs.rmSync(file);
    }
  });
});
