import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { EnvironmentInput } from "../../../src/targets/settings/environmentSettings";
import { runCli } from "../stack/stackFixture";
import { OutsideListener, Recorder } from "../recorder";

const secrets = {
  MESSAGING_API_TOKEN: "PLANTED-TOKEN",
  SOLAPI_API_KEY: "NCSPLANTEDKEY000",
  SOLAPI_API_SECRET: "PLANTEDSECRET000000000000000000A",
  AWS_ACCESS_KEY_ID: "AKIAPLANTED000000000",
  AWS_SECRET_ACCESS_KEY: "planted-aws-secret",
  DATABASE_URL: "postgres://planted:PLANTED-PASSWORD@db.example.invalid/academy",
};

describe("a file of somebody else on the command line", () => {
  let dir: string;
  before(() => (dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-trust-"))));
  after(() => fs.rmSync(dir, { recursive: true }));

  const write = (settings: Partial<EnvironmentInput>) => {
    const file = path.join(dir, "theirs.json");
    fs.writeFileSync(file, JSON.stringify({ tenantCode: "t", ...settings }));
    return file;
  };
  const cli = (args: string[], settings: Partial<EnvironmentInput>, others: Record<string, string> = {}) =>
    runCli([...args, "--environment", write(settings), "--json"], {
      ...secrets,
      MESSAGING_STATE_DIR: path.join(dir, "state"),
      ...others,
    });
  const errorOf = (stdout: string) =>
    (JSON.parse(stdout) as { error?: { code: string; message: string; hint: string } }).error;

  const commands = [
    ["environment", "check"],
    ["check"],
    ["status"],
    ["tenant", "list"],
    ["rows"],
    ["queue", "peek", "ready", "--yes"],
    ["tail", "--no-follow"],
    ["diagnose"],
    ["diagnose", "--send"],
    ["worker", "restart", "--yes"],
  ];
  const parts: [part: string, settings: (host: string) => Partial<EnvironmentInput>][] = [
    ["api.url", (at) => ({ api: { url: `https://${at}` } })],
    ["provider.url", (at) => ({ provider: { url: `https://${at}` } })],
    ["queue.endpoint", (at) => ({ queue: { endpoint: `https://${at}` } })],
    ["worker.endpoint", (at) => ({ worker: { kind: "cloudwatch", logGroup: "/g", endpoint: `https://${at}` } })],
    ["DATABASE_URL", () => ({ tenantData: { kind: "sql" } })],
  ];

  it("gets no connection at all for a secret before the address is named, whatever the command", async function () {
    const outside = await OutsideListener.start();
    if (!outside) return this.skip();
    try {
      const database = { DATABASE_URL: `postgres://u:p@${outside.host}:${outside.port}/academy` };
      const at = `${outside.host}:${outside.port}`;
      for (const [index, command] of commands.entries()) {
        // Each command with one part, each part with two commands: they open environments in one place.
        const [part, settings] = parts[index % parts.length]!;
        const { code, stdout } = await cli(command, settings(at), database);
        const error = errorOf(stdout);
        assert.deepEqual([code, error?.code], [64, "address-not-trusted"], `${command.join(" ")} ${part}: ${stdout}`);
        assert.ok(error!.message.startsWith(part) && error!.message.endsWith(outside.host), error!.message);
        assert.ok(error!.hint.endsWith(`--trust-address ${outside.host}`), error!.hint);
      }
      assert.equal(outside.connections, 0);
      for (const [part, settings] of parts.filter(([name]) => name !== "worker.endpoint")) {
        const before = outside.connections;
        const named = await cli(["environment", "check", "--trust-address", outside.host], settings(at), database);
        assert.equal(named.code, 1, named.stdout);
        assert.ok(outside.connections > before, `${part} is reached once it is named`);
      }
      const before = outside.connections;
      const variable = { ...database, MESSAGING_TRUSTED_ADDRESSES: `other.example, ${outside.host}` };
      await cli(["environment", "check"], parts[0]![1](at), variable);
      assert.ok(outside.connections > before, "the variable names it too");
    } finally {
      await outside.stop();
    }
  });

  it("gets a token and signed requests on this machine, and no redirect takes them or a body further", async () => {
    const thief = await Recorder.start();
    const redirecting = await Recorder.start(307, { location: `${thief.url}/stolen` });
    try {
      const { url } = redirecting;
      const settings: Partial<EnvironmentInput> = {
        api: { url },
        queue: { endpoint: url },
        tenantData: { kind: "http" },
        provider: { url },
        worker: { kind: "cloudwatch", logGroup: "/g", endpoint: url },
        allowedRecipients: ["01012345678"],
      };
      for (const command of [["environment", "check"], ["rows"], ["diagnose"], ["diagnose", "--send"]]) {
        const { code } = await cli(command, settings);
        assert.notEqual(code, 0);
      }
      const { text } = redirecting;
      for (const got of ["Bearer PLANTED-TOKEN", "apiKey=NCSPLANTEDKEY000", "Credential=AKIAPLANTED000000000"])
        assert.ok(text.includes(got), `${got} reaches the address of the file`);
      for (const kept of [secrets.SOLAPI_API_SECRET, secrets.AWS_SECRET_ACCESS_KEY, "PLANTED-PASSWORD"])
        assert.ok(!text.includes(kept), kept);
      assert.deepEqual(thief.requests, []);
    } finally {
      await redirecting.stop();
      await thief.stop();
    }
  });

  it("does not follow a queue's address to another server", async () => {
    const thief = await Recorder.start();
    const queue = JSON.stringify({ QueueUrl: `${thief.url}/0/academy-messaging-jobs`, Account: "0", Attributes: {} });
    const server = await Recorder.start(200, { "content-type": "application/x-amz-json-1.0" }, queue);
    try {
      await cli(["environment", "check"], { queue: { endpoint: server.url } });
      assert.ok(server.requests.length >= 2, server.text);
      assert.deepEqual(thief.requests, []);
    } finally {
      await server.stop();
      await thief.stop();
    }
  });

  it("runs no program that the file names before --trust", async function () {
    if (process.platform === "win32") return this.skip();
    const proof = path.join(dir, "ran");
    const program = path.join(dir, "py.sh");
    fs.writeFileSync(program, `#!/bin/sh\necho ran > '${proof}'\n`, { mode: 0o755 });
    const settings: Partial<EnvironmentInput> = { tenantData: { kind: "django", project: ".", python: "./py.sh" } };
    const refused = await cli(["tenant", "list"], settings);
    assert.deepEqual([refused.code, errorOf(refused.stdout)?.code], [64, "program-not-trusted"]);
    assert.match(errorOf(refused.stdout)!.hint, /--trust$/);
    assert.equal(fs.existsSync(proof), false);
    const trusted = await cli(["tenant", "list", "--trust"], settings);
    assert.notEqual(trusted.code, 64);
    assert.equal(fs.existsSync(proof), true);
  });
});
