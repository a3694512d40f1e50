import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { checkEnvironment } from "../../../src/operations/environment/checkEnvironment";
import { nobody, operationFor } from "../operations/sending";
import { secretsOfVariables } from "../../../src/targets/settings/secretsFromVariables";
import { environmentSettings } from "../../../src/targets/settings/environmentSettings";
import type { EnvironmentInput } from "../../../src/targets/settings/environmentSettings";
import type { Trust } from "../../../src/targets/settings/trust";
import { createEnvironment } from "../../../src/targets/createEnvironment";

describe("environment of settings", () => {
  let folder: string;
  before(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "environment-"))));
  after(() => fs.rmSync(folder, { recursive: true }));

  const trust: Trust = { hosts: new Set(), programs: true, door: "editor" };
  const create = (input: EnvironmentInput) =>
    createEnvironment({
      name: "staging",
      settings: environmentSettings.parse(input),
      secrets: secretsOfVariables({}, environmentSettings.parse(input), trust),
      trust,
      folder,
      stateDir: path.join(folder, "state"),
    });

  const kinds: [name: string, input: Partial<EnvironmentInput>, part: string, origin: RegExp][] = [
    ["a container", { worker: { kind: "container", name: "w" } }, "worker", /container w/],
    ["a process", { worker: { kind: "process", logFile: "worker.log" } }, "worker", /worker\.log/],
    ["a log group", { worker: { kind: "cloudwatch", logGroup: "/ecs/worker" } }, "worker", /\/ecs\/worker/],
    ["Django", { tenantData: { kind: "django", project: "backend" } }, "tenants", /backend/],
    ["HTTP", { api: { url: "https://x.kr" }, tenantData: { kind: "http" } }, "tenants", /x\.kr/],
    ["SQL", { tenantData: { kind: "sql" } }, "tenants", /SQL|Postgres/],
  ];
  for (const [name, input, part, origin] of kinds)
    it(`has ${name} where they name it, and connects to nothing`, async () => {
      const environment = await create({ tenantCode: "a", ...input });
      try {
        const target = environment[part as "worker" | "tenants"];
        assert.match(target?.origin ?? "", origin);
      } finally {
        await environment.dispose();
      }
    });

  it("has nothing that they do not name", async () => {
    const environment = await create({ tenantCode: "a", production: true, allowedRecipients: ["01012345678"] });
    const { api, queue, worker, tenants, provider, isProduction, allowedRecipients } = environment;
    assert.deepEqual([api, queue, worker, tenants, provider], Array(5).fill(undefined));
    assert.deepEqual([isProduction, allowedRecipients], [true, ["01012345678"]]);
    const { parts } = await checkEnvironment(environment, operationFor(folder));
    assert.ok(parts.every(({ status }) => status === "absent"));
  });

  it("reads the API's lines from its log file", async () => {
    fs.writeFileSync(path.join(folder, "api.log"), `${new Date().toISOString()} [INFO] 적재\n`);
    const environment = await create({ tenantCode: "a", api: { url: "http://127.0.0.1:1", logFile: "api.log" } });
    const [line] = (await environment.api?.linesSince?.(Date.now() - 60_000)) ?? [];
    assert.match(line?.text ?? "", /적재/);
    await environment.dispose();
  });

  it("is checked part by part: one that is down is a sentence, and others are not held up", async () => {
    const steps: string[] = [];
    const environment = await create({
      tenantCode: "a",
      api: { url: "http://127.0.0.1:1" },
      worker: { kind: "container", docker: { host: "unix:///none.sock" } },
    });
    const interaction = nobody((step) => steps.push(step));
    const { parts } = await checkEnvironment(environment, operationFor(folder, { interaction }));
    assert.deepEqual(steps.sort(), ["– Data", "– SQS", "– Solapi", "✖ API", "✖ Worker"]);
    const failed = parts.filter(({ status }) => status === "failed");
    assert.deepEqual(failed.map(({ part }) => part).sort(), ["api", "worker"]);
    for (const { sentence } of failed) assert.doesNotMatch(sentence, /\[object|undefined/);
    await environment.dispose();
  });

  it("ends its check where it is cancelled", async () => {
    const environment = await create({ tenantCode: "a", api: { url: "http://127.0.0.1:1" } });
    await assert.rejects(checkEnvironment(environment, operationFor(folder, { signal: AbortSignal.abort() })), {
      name: "AbortError",
    });
    await environment.dispose();
  });
});
