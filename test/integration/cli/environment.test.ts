import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { LayersCheck } from "../../../src/operations/layers/check";
import type { PartCheck } from "../../../src/operations/environment/partCheck";
import { StackFixture, runCli } from "../stack/stackFixture";

const QUEUE = "academy-messaging-jobs";

describe("environment on the command line", () => {
  let stack: StackFixture;
  let variables: Record<string, string>;
  before(async () => {
    stack = await StackFixture.start();
    const keys = JSON.parse(await fs.readFile(path.join(stack.stateDir, "keys.json"), "utf8")) as {
      solapiApiKey: string;
      solapiApiSecret: string;
      awsAccessKeyId: string;
    };
    variables = {
      MESSAGING_STATE_DIR: stack.stateDir,
      MESSAGING_API_TOKEN: stack.client.address.apiToken,
      SOLAPI_API_KEY: keys.solapiApiKey,
      SOLAPI_API_SECRET: keys.solapiApiSecret,
      AWS_ACCESS_KEY_ID: keys.awsAccessKeyId,
      AWS_SECRET_ACCESS_KEY: "local",
    };
  });
  after(() => stack.stop());

  /** The local stack, told of as if it were somebody's backend. */
  const write = async (changes: object = {}) => {
    const { apiUrl, sqsEndpoint, solapiUrl } = stack.client.address;
    const settings = {
      tenantCode: "hakwonplus",
      api: { url: apiUrl },
      queue: { name: QUEUE, endpoint: sqsEndpoint },
      tenantData: { kind: "http" },
      provider: { url: solapiUrl },
      ...changes,
    };
    const file = path.join(stack.stateDir, "staging.json");
    await fs.writeFile(file, JSON.stringify(settings));
    return file;
  };

  const check = async (changes?: object, others?: Record<string, string>) => {
    const { code, stdout } = await runCli(["environment", "check", "--environment", await write(changes), "--json"], {
      ...variables,
      ...others,
    });
    const { parts } = JSON.parse(stdout) as { parts: PartCheck[] };
    return { code, stdout, partOf: (part: string) => parts.find((each) => each.part === part) };
  };

  it("checks each part by AWS', Solapi's and the backend's own protocols, and says that the rest is unknown", async () => {
    const { code, partOf, stdout } = await check();
    assert.equal(code, 0, stdout);
    for (const part of ["api", "queue", "provider"]) assert.equal(partOf(part)?.status, "ok", stdout);
    assert.match(partOf("queue")!.sentence, /academy-messaging-jobs in ap-northeast-2: 0 ready, 0 in flight/);
    assert.match(partOf("provider")!.sentence, /sandbox/);
    assert.equal(partOf("worker")?.status, "absent");
  });

  it("names the part that is wrong and leaves the others alone", async () => {
    const { code, partOf, stdout } = await check(
      { queue: { name: "no-such-queue", endpoint: stack.client.address.sqsEndpoint } },
      { MESSAGING_API_TOKEN: "wrong" },
    );
    assert.equal(code, 1);
    assert.equal(partOf("api")?.status, "failed");
    assert.match(partOf("queue")!.sentence, /no-such-queue|NonExistentQueue/);
    assert.equal(partOf("provider")?.status, "ok", stdout);
  });

  it("asks the layers of a backend now: what is not configured cannot be told, and what is wrong is named", async () => {
    const run = async (others?: Record<string, string>) => {
      const args = ["check", "--environment", await write(), "--json"];
      const { code, stdout } = await runCli(args, { ...variables, ...others });
      const { layers } = JSON.parse(stdout) as LayersCheck;
      return { code, statuses: layers.map(({ layer, status }) => `${layer} ${status}`), layers };
    };
    const healthy = await run();
    assert.deepEqual(healthy.statuses, ["api ok", "queue ok", "worker unknown", "provider ok", "data ok"]);
    assert.equal(healthy.code, 2);
    const refused = await run({ MESSAGING_API_TOKEN: "wrong" });
    assert.equal(refused.code, 1);
    assert.equal(refused.layers[0]?.facts[0]?.cause, "api.unauthorized");
  });

  it("prints no secret", async () => {
    const { stdout } = await check();
    for (const name of ["MESSAGING_API_TOKEN", "SOLAPI_API_SECRET"])
      assert.ok(!stdout.includes(variables[name]!), name);
  });

  it("refuses a bad file by its path", async () => {
    const { code, stderr } = await runCli([
      "environment",
      "check",
      "--environment",
      await write({ worker: { kind: 1 } }),
    ]);
    assert.equal(code, 64);
    assert.match(stderr, /worker\.kind must be one of container, process, cloudwatch/);
  });

  it("reads and sets a sender through the backend, records it, and keeps production read-only", async () => {
    const tenant = (...args: string[]) => runCli(["tenant", ...args, "--json"], variables);
    const file = await write({ production: true });
    const { stdout } = await tenant("get", "hakwonplus", "--environment", file);
    const { messagingSender } = (JSON.parse(stdout) as { tenant: { messagingSender: string } }).tenant;
    const refused = await tenant("set", "hakwonplus", "--sender", "0212345678", "--environment", file);
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, /read-only/);
    const wrong = ["set", "hakwonplus", "--sender", "0212345678", "--environment", file, "--confirm", "demo"];
    assert.equal((await tenant(...wrong)).code, 64);
    assert.equal((await stack.client.tenant("hakwonplus")).messagingSender, messagingSender);
  });

  it("finds the code that the backend threw away in Solapi's records of those minutes", async () => {
    await stack.client.injectFault("provider.template-mismatch");
    const fault = (await stack.client.faults()).find(({ id }) => id === "provider.template-mismatch");
    const { code } = await runCli(["diagnose", "--send", "--json"], variables);
    assert.equal(code, 1, JSON.stringify(fault));
    await stack.client.clearFaults();
    // As the backend's own worker writes it: Solapi's code is not in it.
    const store = new DatabaseSync(path.join(stack.stateDir, "store.sqlite"));
    store.exec("UPDATE messaging_notificationlog SET failure_reason = '메시지 접수에 실패했습니다.' WHERE NOT success");
    store.close();
    const { stdout } = await runCli(["rows", "--environment", await write()], variables);
    assert.match(stdout, /메시지 접수에 실패했습니다/);
    assert.match(stdout, /Solapi's record says 1043/);
    assert.match(stdout, /9\d % sure/);
  });

  it("says that a folder is not there", async () => {
    const { code, stdout, stderr } = await runCli(["environment", "discover", "--folder", "no/such"]);
    assert.deepEqual([code, stdout], [64, ""]);
    assert.match(stderr, /There is no folder \/.*no\/such/);
  });

  it("discovers one in a folder", async () => {
    const folder = path.resolve("test/fixtures/workspaces/august");
    const { code, stdout } = await runCli(["environment", "discover", "--folder", folder, "--json"]);
    const { environments } = JSON.parse(stdout) as { environments: { name: string; missing: string[] }[] };
    assert.deepEqual([code, environments[0]?.name, environments[0]?.missing], [0, "august", ["tenantCode"]]);
  });
});
