import assert from "node:assert/strict";
import { once } from "node:events";
import fs from "node:fs/promises";
import net from "node:net";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { sendVia } from "../../unit/operations/sending";
import { python } from "../django/requirements";
import { StackFixture } from "../stack/stackFixture";
import { hasModules, programsDir, StartedProgram } from "./programFixture";

describe("messaging run of a compose file's service", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());

  let folder: string;
  let port: net.Server;
  /** Of a real account, under whatever name; none may reach the program. */
  const real = {
    key: "AKIAREALREALREALREAL",
    secret: "real-aws-secret-0123456789",
    solapi: "real-solapi-secret-0123",
  };
  before(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-service-"));
    port = net.createServer();
    await once(port.listen(0, "127.0.0.1"), "listening");
    const worker = `
import json, os, runpy, sys
print("variables", json.dumps(dict(os.environ)), flush=True)
runpy.run_path(${JSON.stringify(`${programsDir}/worker.py`)}, run_name="__main__")
`;
    const compose = `
services:
  db: { image: postgres, ports: ["15432:5432"] }
  redis: { image: redis }
  messaging-worker:
    build: ./backend
    working_dir: /app
    volumes: ["./backend:/app"]
    entrypoint: ["tini", "--"]
    command: sh -c "python manage.py migrate && exec python -m jobs.worker $$CLIENT"
    env_file: worker.env
    environment:
      DJANGO_SETTINGS_MODULE: config.settings
      DATABASE_URL: postgres://academy:\${DB_PASSWORD}@db:5432/academy
      CLIENT: urllib
      AWS_ACCESS_KEY_ID: ${real.key}
      AWS_SECRET_ACCESS_KEY: \${AWS_SECRET_ACCESS_KEY}
      AWS_REGION: us-east-1
      SQS_QUEUE: prod-jobs
      COPY: x\${REAL_SECRET}x
      JOBS_URL: https://sqs.us-east-1.amazonaws.com/1/prod-jobs
  lost-worker:
    build: ./backend
    command: python -m jobs.worker
    environment: { CACHE_URL: "redis://redis:6379" }
  api:
    build: ./backend
    command: gunicorn jobs.worker -b 0.0.0.0:8000
    ports: ["${(port.address() as AddressInfo).port}:8000"]
`;
    await fs.mkdir(path.join(folder, "backend", "jobs"), { recursive: true });
    await fs.writeFile(path.join(folder, "backend", "jobs", "worker.py"), worker);
    await fs.writeFile(path.join(folder, "compose.yaml"), compose);
    await fs.writeFile(path.join(folder, ".env"), `DB_PASSWORD=own-password\nREAL_SECRET=${real.secret}\n`);
    await fs.writeFile(
      path.join(folder, "worker.env"),
      `PYTHONDONTWRITEBYTECODE=1\nSOLAPI_API_SECRET=${real.solapi}\nSMS_SECRET=${real.solapi}\nAWS_PROFILE=prod\n`,
    );
  });
  after(() => Promise.all([fs.rm(folder, { recursive: true, force: true }), port.close()]));

  it("starts its program here with its variables, and with nothing of the real account", async function () {
    if (!hasModules("boto3")) this.skip();
    const before = await fs.readdir(folder, { recursive: true });
    const program = StartedProgram.start(stack, ["--service", "messaging-worker", "--workspace", folder], {
      PATH: `${path.dirname(python)}:${process.env.PATH}`,
      AWS_SECRET_ACCESS_KEY: real.secret,
      AWS_PROFILE: "prod",
    });
    const [, told = ""] = await program.says(/^variables (\{.*\})$/m);
    await program.polls(stack);
    assert.equal((await stack.client.snapshot()).worker.state, "stopped"); // its role is the service's own
    const { diagnosis } = await sendVia(
      createLocalEnvironment(stack.client),
      {
        tenantCode: "hakwonplus",
        start: "api",
        request: { student_ids: [1], message_mode: "sms", raw_body: "service" },
      },
      stack.stateDir,
      { decideWithinMs: 60_000 },
    );
    const { code, output } = await program.ended;
    assert.equal(code, 0, output);
    assert.equal(diagnosis.verdict.outcome, "ok", JSON.stringify(diagnosis));
    const { DJANGO_SETTINGS_MODULE, DATABASE_URL, SQS_QUEUE, AWS_REGION, ...others } = JSON.parse(told) as Record<
      string,
      string
    >;
    assert.deepEqual(
      [DJANGO_SETTINGS_MODULE, DATABASE_URL, SQS_QUEUE, AWS_REGION],
      [
        "config.settings",
        "postgres://academy:own-password@127.0.0.1:15432/academy",
        "academy-messaging-jobs",
        "ap-northeast-2",
      ],
    );
    for (const value of [...Object.values(real), "prod-jobs", "us-east-1"])
      assert.ok(!JSON.stringify([...Object.entries(others), output.replace(told, "")]).includes(value), value);
    assert.match(output, /Left out, because they lead to a real account: AWS_PROFILE, COPY, JOBS_URL, SMS_SECRET\n/);
    assert.doesNotMatch(output.replace(told, ""), /own-password/);
    assert.deepEqual(await fs.readdir(folder, { recursive: true }), before, "nothing in the folder was written");
  });

  it("says why it does not start: an image alone, a host, a port, no such service", async () => {
    const refused = [
      ["redis", 126, /The service redis is an image alone: its program is not on this machine\n/],
      ["lost-worker", 126, /CACHE_URL of the service lost-worker names redis, which publishes no port on this mach/],
      ["api", 1, /Port \d+, which the service api listens on, is in use on this machine\n {2}.*compose stop api/],
      ["wroker", 64, /No compose file of the folder has the service wroker\n/],
    ] as const;
    await Promise.all(
      refused.map(async ([service, exitCode, sentence]) => {
        const { stderr, code } = await stack.cli("run", "--service", service, "--workspace", folder);
        assert.match(stderr, sentence);
        assert.equal(code, exitCode, stderr);
      }),
    );
  });
});
