import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { findPrograms } from "../../../../src/operations/program/findPrograms";
import { servicePrograms } from "../../../../src/operations/program/service/servicePrograms";

/** Where each service's program is found, or that it is not. */
const files: Record<string, string> = {
  "compose.yaml": `
x-backend: &backend
  build: ./backend
  working_dir: /app
  volumes: ["./backend:/app"]
services:
  db: { image: "postgres:16" }
  api: { <<: *backend, command: gunicorn config.wsgi -b 0.0.0.0:8000, ports: ["8000:8000"] }
  messaging-worker: { <<: *backend, command: python manage.py run_worker }
  copied-consumer:
    build: .
    command: python -m apps.worker /srv/backend/x.conf
    working_dir: /srv/backend
  image-worker: { image: academy/worker, command: python worker.py }
  lost-worker: { build: ./backend, command: python no_such_worker.py }
  secret-worker: { <<: *backend, command: "python worker.py --key=\${SOLAPI_API_SECRET}" }
  node-worker: { build: ./node, command: npm run worker }
  bare-worker: { build: { context: ./image, dockerfile: ../docker/worker.Dockerfile } }
  "bad\\nworker": { <<: *backend, command: python worker.py }
`,
  ".env": "SOLAPI_API_SECRET=real-secret\n",
  "backend/manage.py": "",
  "backend/worker.py": "",
  "backend/x.conf": "",
  "backend/config/wsgi.py": "",
  "backend/apps/worker/__main__.py": "",
  "backend/apps/support/management/commands/run_worker.py": "sqs.receive_message()",
  "node/package.json": '{"scripts":{"worker":"node worker.js"}}',
  "docker/worker.Dockerfile": 'FROM python\nWORKDIR /srv/app\nCOPY . .\nCMD ["python", "/srv/app/jobs/worker.py"]\n',
  "image/jobs/worker.py": "",
  "other/compose.yaml": "services:\n  messaging-worker: { build: ., command: python x.py }\n",
};

describe("services of a compose file as programs", () => {
  let folder: string;
  before(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-services-"));
    for (const [file, text] of Object.entries(files)) {
      await fs.mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await fs.writeFile(path.join(folder, file), text);
    }
  });
  after(() => fs.rm(folder, { recursive: true }));

  it("are an API and workers, each where its files are on this machine", async () => {
    const listed = await servicePrograms(folder);
    const shown = listed.map(({ program: { service, role }, runs }) => {
      if (!runs) return [role, service];
      const what = runs.module ?? runs.script ?? path.relative(folder, runs.program!);
      return [role, service, path.relative(folder, runs.cwd), [what, ...runs.args].join(" ").replaceAll(folder, ".")];
    });
    assert.deepEqual(shown.sort(), [
      ["api", "api", "backend", "gunicorn config.wsgi -b 0.0.0.0:8000"],
      ["worker", "bare-worker", "image", "image/jobs/worker.py"],
      ["worker", "copied-consumer", "backend", "apps.worker ./backend/x.conf"],
      ["worker", "image-worker"],
      ["worker", "lost-worker"],
      ["worker", "messaging-worker", "backend", "backend/manage.py run_worker"],
      ["worker", "node-worker", "node", "worker"],
      ["worker", "secret-worker", "backend", "backend/worker.py --key=\0secret\0"],
    ]);
  });

  it("are bounded in a hostile file: thousands of services, folders, mounts and words", async () => {
    const hostile = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-services-"));
    const worker = "{ build: ., working_dir: *d, volumes: *v, command: *c }";
    const lines = [
      `x-d: &d ${"/a".repeat(4_000)}`,
      `x-v: &v [${"./a:/a,".repeat(300)}]`,
      `x-c: &c [python, ${"/a/b,".repeat(500)}]`,
      "services:",
      ...Array.from({ length: 220 }, (_, at) => `  messaging-worker-${at}: ${worker}`),
    ];
    await fs.writeFile(path.join(hostile, "compose.yaml"), lines.join("\n"));
    const listed = await servicePrograms(hostile);
    assert.deepEqual([listed.length, listed.filter(({ runs }) => runs).length], [200, 0]);
    await fs.rm(hostile, { recursive: true });
  });

  it("take the place of the same program that is found otherwise, and carry no value of a variable", async () => {
    const found = await findPrograms(folder);
    const names = found.map(({ name, role, service }) => `${role} ${name}${service === undefined ? "" : " *"}`);
    assert.deepEqual(names, [
      "api backend/manage.py runserver",
      "api api (compose.yaml) *",
      "worker messaging-worker (compose.yaml) *",
      "worker node-worker (compose.yaml) *",
      "worker copied-consumer (compose.yaml) *",
      "worker image-worker (compose.yaml) *",
      "worker lost-worker (compose.yaml) *",
      "worker secret-worker (compose.yaml) *",
      "worker bare-worker (compose.yaml) *",
    ]);
    assert.ok(!JSON.stringify(found).includes("secret\\u0000"));
    assert.ok(!JSON.stringify(found).includes("real-secret"));
  });
});
