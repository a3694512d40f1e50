import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { findPrograms } from "../../../src/operations/program/findPrograms";
import { attachConfigurationOf, debugConfigurationOf, wordsOf } from "../../../src/operations/program/programWords";

const TAKES = "sqs.receive_message(QueueUrl=url)\nif __name__ == '__main__': main()\n";

const files: Record<string, string> = {
  "backend/manage.py": "",
  "backend/apps/worker/messaging_worker/sqs_main.py": TAKES,
  "backend/apps/support/management/commands/run_messages.py": "sqs.receive_messages()",
  "backend/apps/support/management/commands/seed.py": "",
  "backend/apps/queue_helpers.py": "def send(): pass",
  "tools/worker.py": TAKES,
  "node/package.json": '{"scripts":{"worker":"node worker.js","dev":"next dev","test":"mocha"}}',
  "node/sqs-worker.mjs": "new ReceiveMessageCommand({})",
  "node/node_modules/other/worker.js": "new ReceiveMessageCommand({})",
  "broken/package.json": "{",
};

describe("programs of one's own in a folder", () => {
  let folder: string;
  before(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-programs-"));
    for (const [file, text] of Object.entries(files)) {
      await fs.mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await fs.writeFile(path.join(folder, file), text);
    }
  });
  after(() => fs.rm(folder, { recursive: true }));

  it("are Django's API and commands, what receives from SQS, and scripts of package.json", async () => {
    const found = await findPrograms(folder);
    const shown = found.map(({ name, role, cwd, module }) => [role, name, path.relative(folder, cwd), module ?? ""]);
    assert.deepEqual(shown, [
      ["api", "backend/manage.py runserver", "backend", ""],
      ["api", "node/npm run dev", "node", ""],
      ["worker", "backend/manage.py run_messages", "backend", ""],
      [
        "worker",
        "backend/apps/worker/messaging_worker/sqs_main.py",
        "backend",
        "apps.worker.messaging_worker.sqs_main",
      ],
      ["worker", "node/npm run worker", "node", ""],
      ["worker", "node/sqs-worker.mjs", "node", ""],
      ["worker", "tools/worker.py", "tools", ""],
    ]);
  });

  it("start without a debugger as a person would type it, and under debugpy or js-debug", async () => {
    const found = await findPrograms(folder);
    const named = (name: string) => found.find((each) => each.name === name)!;
    const [module, file, script] = [
      named("backend/apps/worker/messaging_worker/sqs_main.py"),
      named("node/sqs-worker.mjs"),
      named("node/npm run worker"),
    ];
    const python = process.platform === "win32" ? "python" : "python3";
    assert.deepEqual(wordsOf(module), [python, "-m", "apps.worker.messaging_worker.sqs_main"]);
    assert.deepEqual(wordsOf(file), ["node", path.join(folder, "node/sqs-worker.mjs")]);
    assert.deepEqual(wordsOf(script), ["npm", "run", "worker"]);
    const variables = { AWS_REGION: "ap-northeast-2" };
    // Null takes away what the window would pass on.
    const env = {
      ...variables,
      AWS_PROFILE: null,
      AWS_DEFAULT_PROFILE: null,
      AWS_SESSION_TOKEN: null,
      AWS_SECURITY_TOKEN: null,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: null,
    };
    assert.deepEqual(debugConfigurationOf(module, variables), {
      type: "debugpy",
      request: "launch",
      name: "backend/apps/worker/messaging_worker/sqs_main.py",
      cwd: path.join(folder, "backend/"),
      env,
      module: "apps.worker.messaging_worker.sqs_main",
      args: [],
      console: "integratedTerminal",
    });
    assert.equal(debugConfigurationOf(file, variables)["program"], path.join(folder, "node/sqs-worker.mjs"));
    assert.deepEqual(debugConfigurationOf(script, variables)["runtimeArgs"], ["run", "worker"]);
    // A terminal would show a service's variables, and the extension would add those of the folder's .env.
    const { console, envFile } = debugConfigurationOf({ ...module, service: "worker" }, variables);
    assert.deepEqual([console, envFile], ["internalConsole", ""]);
  });

  it("attaches to what runs already: by its port, its process, or in a container", () => {
    const name = "running";
    assert.deepEqual(attachConfigurationOf({ name, language: "python" }), {
      type: "debugpy",
      request: "attach",
      name,
      connect: { host: "127.0.0.1", port: 5678 },
    });
    assert.deepEqual(attachConfigurationOf({ name, language: "node", processId: 12 }), {
      type: "node",
      request: "attach",
      name,
      processId: 12,
    });
    const roots = { localRoot: "/work", remoteRoot: "/srv/app" };
    assert.deepEqual(attachConfigurationOf({ name, language: "python", port: 1, ...roots })["pathMappings"], [roots]);
    assert.equal(attachConfigurationOf({ name, language: "node", ...roots })["remoteRoot"], "/srv/app");
  });
});
