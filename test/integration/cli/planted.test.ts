import assert from "node:assert/strict";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import type { AddressInfo } from "node:net";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { readLayers } from "../../../src/targets/layers/readLayers";
import { createEnvironment } from "../../../src/targets/createEnvironment";
import { environmentSettings } from "../../../src/targets/settings/environmentSettings";
import { statusText } from "../../../src/views/status/statusText";
import { layerNodes } from "../../../src/views/layers/layersTree";
import { sqsCredentials, StackFixture } from "../stack/stackFixture";
import { runClean } from "./cleanRun";
import { found, plants } from "./plants";

const all = plants.map(({ text }) => text).join("\n");
const log = plants
  .map(({ text }, index) => {
    const level = index % 2 === 0 ? "ERROR" : "WARNING";
    return `2026-03-05 10:00:03,123 [${level}] [MESSAGING-WORKER] Unexpected error in main loop: ${text}`;
  })
  .join("\n");
const formats = [[], ["--json"], ["--report", "md"]];

/** Every file below a folder, by its path. */
const filesIn = (folder: string): [file: string, text: string][] =>
  fs.existsSync(folder)
    ? fs
        .readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((file) => [file, fs.readFileSync(file, "latin1") + fs.readFileSync(file, "utf8")])
    : [];

describe("130 planted secrets, numbers, names and texts", function () {
  this.timeout(180_000);
  let dir: string;
  let state: string;
  before(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-planted-"));
    state = path.join(dir, "state");
  });
  after(() => fs.rmSync(dir, { recursive: true, force: true }));

  const write = (name: string, text: string | object) => {
    const file = path.join(dir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof text === "string" ? text : JSON.stringify(text));
    return file;
  };
  const run = (...commands: string[][]) => runClean(commands, { MESSAGING_STATE_DIR: state });

  it("are there to be found", () => {
    assert.deepEqual(
      found(all),
      plants.map(({ name }) => name),
    );
    assert.ok(plants.length >= 130, String(plants.length));
  });

  const rows = plants.map(({ text }, id) => ({
    id,
    success: false,
    failure_reason: `[1062] ${text}`,
    recipient_summary: text,
    sent_at: "2026-03-05T10:00:03+09:00",
  }));
  const env = Object.fromEntries(plants.map(({ text }, index) => [`SECRET_KEY_${index}`, text]));
  const bundles: Record<string, object> = {
    page: { api: { status: 500, body: `<html><title>Error</title><pre>${all}</pre></html>` } },
    fields: { api: { status: 400, body: { raw_body: [all], phone: plants.map(({ text }) => text), detail: all } } },
    "a sentence": { api: { status: 500, body: all } },
    "an API that is away": { api: { error: { code: "ECONNREFUSED", message: all } } },
    "a queue that is away": { queue: { name: "q", error: { code: "AccessDenied", message: all } } },
    logs: { worker: { logs: log }, api: { status: 200, body: { enqueued: 1 }, logs: log } },
    rows: { notificationLogs: rows },
    records: {
      provider: {
        messages: plants.map(({ text }) => ({ statusCode: "1062", statusMessage: text, reason: text })),
        error: { status: 403, errorCode: "Forbidden", errorMessage: all },
      },
    },
    variables: { api: { env }, worker: { env: { ...env, SECRET_KEY_0: "other" }, logs: log } },
    keys: { api: { status: 400, body: Object.fromEntries(plants.map(({ text }) => [text, ["wrong"]])) } },
  };
  for (const [name, bundle] of Object.entries(bundles))
    it(`are in no report about a bundle: ${name}`, async () => {
      const file = write("bundle.json", { version: 1, ...bundle });
      await run(...formats.map((format) => ["diagnose", "--evidence", file, ...format]));
    });

  it("are in no report about a log", async () => {
    const file = write("worker.log", log);
    await run(
      ...formats.flatMap((format) => [
        ["diagnose", "--worker-log", file, ...format],
        ["diagnose", "--api-log", file, ...format],
      ]),
    );
  });

  it("are in no error about a file, nor about its name", async () => {
    const texts = [all, `{"version": 1, ${JSON.stringify(all)}: 1`, `{"api": ${JSON.stringify(all)}}`];
    await run(
      ...texts
        .map((text, index) => write(`broken${index}.json`, text))
        .flatMap((file) => [
          ["diagnose", "--evidence", file, "--json"],
          ["environment", "check", "--environment", file, "--json"],
        ]),
    );
    const named = write("010-1234-6101 SECRET_KEY=Zq0Planted0.json", { tenantCode: "t" });
    await run(
      ...[[], ["--json"]].flatMap((format) => [
        ["environment", "check", "--environment", named, ...format],
        ["diagnose", "--evidence", `${named}.gone`, ...format],
        ["environment", "check", "--environment", `${named}.gone`, ...format],
        ["environment", "discover", "--folder", `${named}.gone`, ...format],
      ]),
    );
  });

  it("are not in what is discovered in a folder", async () => {
    const lines = plants.map(({ text }, index) => `SECRET_KEY_${index}='${text.replaceAll("'", "")}'`).join("\n");
    write("folder/.env", `SQS_QUEUE_NAME=jobs\n${lines}\n`);
    write("folder/manage.py", `# ${all.replaceAll("\n", "\n# ")}\n`);
    write("folder/config/settings.py", lines);
    write(
      "folder/docker-compose.yml",
      `services:\n  api:\n    environment:\n      PASSWORD: *${all.slice(0, 5_000)}\n`,
    );
    const discover = ["environment", "discover", "--folder", path.join(dir, "folder")];
    await run(discover, [...discover, "--json"]);
  });

  describe("of a backend's answers", () => {
    let server: http.Server;
    let url: string;
    /** What the backend, SQS and Solapi say: the statuses of their answers change. */
    let status = 200;
    before(async () => {
      server = http.createServer((request, response) => {
        request.resume();
        const at = request.url ?? "";
        const body = at.includes("/log/")
          ? { results: rows, count: rows.length }
          : at.includes("/cash/")
            ? { balance: 100, point: 0 }
            : at.includes("/senderid/")
              ? ["0212345678"]
              : at.includes("/messages/v4/list")
                ? {
                    messageList: Object.fromEntries(
                      rows.map(({ id, failure_reason }) => [
                        `M${id}`,
                        {
                          statusCode: "1062",
                          statusMessage: failure_reason,
                          to: "01012346101",
                          dateCreated: new Date().toISOString(),
                        },
                      ]),
                    ),
                  }
                : {
                    messaging_sender: "0212345678",
                    enqueued: 0,
                    detail: all,
                    message: all,
                    errorMessage: all,
                    raw_body: [all],
                  };
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      });
      await once(server.listen(0, "127.0.0.1"), "listening");
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(
      () =>
        new Promise((resolve) => {
          server.closeAllConnections();
          server.close(resolve);
        }),
    );

    const settings = () => ({
      tenantCode: "t",
      allowedRecipients: ["01012345678"],
      api: { url, logFile: path.join(dir, "worker.log") },
      queue: { endpoint: url },
      worker: { kind: "process", logFile: path.join(dir, "worker.log") },
      tenantData: { kind: "http" },
      provider: { url },
    });
    const variables = {
      MESSAGING_API_TOKEN: "token",
      SOLAPI_API_KEY: "NCSABCDEFGH00000",
      SOLAPI_API_SECRET: "ABCDEFGH1234567890ABCDEFGH999999",
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN9EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "other",
    };
    for (const answered of [200, 400, 500])
      it(`${answered}: are in nothing that a command writes`, async () => {
        status = answered;
        const now = new Date().toISOString();
        write("worker.log", log.replaceAll("2026-03-05 10:00:03,123", now));
        const file = write("staging.json", settings());
        const lines = plants.map(({ text }, index) => `${index},"${text.replaceAll('"', '""')}",,x`);
        const lists = [`id,name,phone,parent_phone\n${lines.join("\n")}\n`, all, `id,name\n1,"${all}`];
        const commands = [
          ...lists.map((text, index) => ["student", "import", write(`students${index}.csv`, text)]),
          ["environment", "check"],
          ["check"],
          ["tenant", "inspect", "t"],
          ["tenant", "set", "t", "--sender", "0212345679", "--confirm", "t"],
          ["rows"],
          ["messages"],
          ["messages", "--csv"],
          ["diagnose"],
          ["diagnose", "--report", "md"],
          ["diagnose", "--send", "--text", "Ztext0 내일 상담이 있습니다"],
          ["tail", "--no-follow"],
          ["tail", "--no-follow", "--source", "api"],
          ["queue", "peek", "ready", "--yes"],
        ];
        await runClean(
          commands.map((command, index) => [
            ...command,
            ...["--environment", file],
            ...(index % 2 === 0 || answered === 200 ? ["--json"] : []),
          ]),
          { MESSAGING_STATE_DIR: state, ...variables },
        );
        await run(["audit"]);
      });

    it("are in no row of the layers and not in the status bar", async () => {
      for (const answered of [200, 401, 500]) {
        status = answered;
        const environment = await createEnvironment({
          name: "staging",
          settings: environmentSettings.parse(settings()),
          secrets: { get: () => Promise.resolve("secret") },
          trust: { hosts: new Set(), programs: true, door: "editor" },
          folder: dir,
          stateDir: path.join(state, "editor"),
        });
        try {
          const snapshot = await readLayers(environment);
          const shown = { state: { kind: "live", snapshot } as const, traces: [], findings: [], now: Date.now() };
          assert.deepEqual(found(JSON.stringify(layerNodes(shown))), [], `layers at ${answered}`);
          assert.deepEqual(found(JSON.stringify(statusText(shown.state, [], shown.now))), []);
          assert.deepEqual(found(JSON.stringify(snapshot)), [], `snapshot at ${answered}`);
        } finally {
          await environment.dispose();
        }
      }
    });
  });

  describe("after all of this", () => {
    it("are in no file of the state folder", () => {
      const files = filesIn(state);
      assert.ok(
        files.some(([file]) => file.includes("audit")),
        "the sends were recorded",
      );
      for (const [file, text] of files) assert.deepEqual(found(text), [], file);
    });
  });

  it("of messages and lists in the local stack are in no log, command or audit; its queue, inbox and tables hold them to deliver", async () => {
    const stack = await StackFixture.start();
    try {
      const { sqsEndpoint, queueUrl } = stack.client.address;
      const sqs = new SQSClient({
        region: "ap-northeast-2",
        endpoint: sqsEndpoint,
        credentials: sqsCredentials(stack.client),
      });
      for (const { text } of plants) await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: text }));
      for (const text of [all, plants[0]!.text, plants.at(-1)!.text])
        await sqs.send(
          new SendMessageCommand({
            QueueUrl: queueUrl,
            MessageBody: JSON.stringify({
              tenant_id: 1,
              to: "01012346101",
              text,
              student_name: "김민수Zn0",
              [text.slice(0, 80)]: 1,
            }),
          }),
        );
      sqs.destroy();
      await stack.cli("send", "--student", "1", "--text", "Ztext0 내일 상담이 있습니다");
      const lines = plants.map(({ text }, index) => `${index},"${text.replaceAll('"', '""')}",,x`);
      const lists = [`id,name,phone,parent_phone\n${lines.join("\n")}\n`, all, `id,name\n1,"${all}`];
      const commands = [
        ...lists.map((text, index) => ["student", "import", write(`students${index}.csv`, text)]),
        ["status"],
        ["check"],
        ["tail", "--no-follow"],
        ["tail", "--no-follow", "--source", "api"],
        ["rows"],
        ["messages"],
        ["diagnose"],
        ["diagnose", "--report", "md"],
        ["queue", "peek", "ready"],
        ["queue", "peek", "in-flight"],
        ["queue", "peek", "dead"],
        ["audit"],
      ];
      await runClean(
        commands.map((command) => [
          ...command,
          ...(command.includes("md") || command.includes("dead") ? [] : ["--json"]),
        ]),
        { MESSAGING_STATE_DIR: stack.stateDir },
      );
      for (const [file, text] of filesIn(stack.stateDir).filter(([name]) => !/\.sqlite(?:-wal|-shm)?$/.test(name)))
        assert.deepEqual(found(text), [], file);
    } finally {
      await stack.stop();
    }
  });
});
