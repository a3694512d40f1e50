import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { ExpectedError } from "../../../src/common/errors";
import { createDjangoTarget, DjangoTarget, helperArguments } from "../../../src/targets/django/djangoTarget";
import { startLocalProcess } from "../../../src/targets/django/helperProcess";
import type { SpawnedProcess } from "../../../src/targets/docker/containerProcess";
import { project, startBackend } from "./backend";
import type { Backend } from "./backend";
import { python, requireDjango } from "./requirements";

describe("the Django helper's process", () => {
  let backend: Backend;
  let target: DjangoTarget;
  let started: SpawnedProcess[];
  let folder: string;

  before(async function () {
    await requireDjango(this);
    backend = await startBackend({ serve: false });
  });
  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-helper-"));
    started = [];
    target = open();
  });
  afterEach(async () => {
    await target.dispose();
    await fs.rm(folder, { recursive: true, force: true });
  });
  after(() => backend?.stop());

  const variables = () => ({ ...process.env, ...backend.env });

  const start = () => {
    const helper = startLocalProcess(python, helperArguments("manage.py", {}), project, variables());
    started.push(helper);
    return Promise.resolve(helper);
  };
  const open = () => new DjangoTarget("backend", start);

  /** A project whose manage.py does this first. */
  async function projectWith(code: string): Promise<DjangoTarget> {
    const manage = await fs.readFile(path.join(project, "manage.py"), "utf8");
    const search = `import sys\nsys.path.insert(0, ${JSON.stringify(project)})\n`;
    await fs.writeFile(path.join(folder, "manage.py"), `${search}${code}\n${manage}`);
    return createDjangoTarget({ kind: "django", project: ".", python }, folder, variables());
  }

  it("hears the answers through whatever the backend prints", async () => {
    const noisy = await projectWith(`
import os, threading
from django.db.models.signals import post_init
os.write(1, b"loading")
print("buffered", end="")
def shout(**_):
    print("loaded a model", end="")
    os.write(1, b"@@messaging not ours")
    sys.stderr.write("x" * 20000)
post_init.connect(shout, weak=False)
threading.Thread(target=lambda: [os.write(1, b"tick ") for _ in range(10000)]).start()`);
    try {
      assert.equal((await noisy.tenant("hakwonplus")).name, "학원플러스");
      assert.equal((await noisy.tenants(0, 10)).tenants.length, 2);
    } finally {
      await noisy.dispose();
    }
  });

  it("asks a read again when the helper dies under it", async () => {
    await target.tenant("hakwonplus");
    const asked = [target.tenant("hakwonplus"), target.lastLogId()] as const;
    started[0]!.kill();
    assert.equal((await asked[0]).id, 1);
    assert.equal(await asked[1], 0);
    assert.equal(started.length, 2);
  });

  it("never repeats a write, and starts again for the next request", async () => {
    await target.tenant("hakwonplus");
    const write = target.setSender("hakwonplus", "0212345678", "0299999999");
    started[0]!.kill();
    await assert.rejects(write, (error: unknown) => {
      assert.ok(ExpectedError.is(error, "helper-gone"));
      assert.ok(error.nextStep);
      return true;
    });
    assert.equal(started.length, 1);
    const { messagingSender } = await target.tenant("hakwonplus");
    assert.equal(started.length, 2);
    // Killed before or after its commit: told from the value, never by trying again.
    await target.setSender("hakwonplus", messagingSender, "0212345678");
  });

  it("ends a helper that does not answer in time", async () => {
    // However late its clock runs, the answer is not there first: what it is asked never arrives.
    const startDeaf = async () => ({ ...(await start()), stdin: new PassThrough() });
    const impatient = new DjangoTarget("backend", startDeaf, 1);
    try {
      await assert.rejects(impatient.tenants(0, 1), (error: unknown) => ExpectedError.is(error, "helper-timeout"));
      assert.deepEqual(await started[0]!.exited, {});
    } finally {
      await impatient.dispose();
    }
  });

  it("gives a request up when its caller does, and takes the next", async () => {
    const abort = new AbortController();
    const asked = target.tenant("hakwonplus", abort.signal);
    abort.abort(new Error("left"));
    await assert.rejects(asked, /left/);
    await target.tenant("hakwonplus");
    assert.equal(started.length, 1);
  });

  it("says why it does not start", async () => {
    const cases: { target: DjangoTarget; says: RegExp }[] = [
      {
        target: createDjangoTarget({ kind: "django", project: ".", python: "no-such-python" }, project),
        says: /ENOENT/,
      },
      { target: createDjangoTarget({ kind: "django", project: ".", python }, os.tmpdir()), says: /exit 2.*manage\.py/ },
      {
        target: createDjangoTarget({ kind: "django", project: ".", python, settingsModule: "no.such" }, project),
        says: /ModuleNotFoundError: No module named 'no'/,
      },
      { target: await projectWith("raise RuntimeError('token=abcdefgh 01012345678')"), says: /token=\*{4} 0101\*{4}/ },
    ];
    for (const { target, says } of cases) {
      await assert.rejects(target.tenant("hakwonplus"), (error: unknown) => {
        assert.ok(ExpectedError.is(error, "helper-not-started"), String(error));
        assert.match(error.message, says);
        assert.ok(error.nextStep);
        return true;
      });
      await target.dispose();
    }
  });

  it("says that the models are missing", async () => {
    const other = await projectWith("import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'bare'");
    await fs.writeFile(path.join(folder, "bare.py"), "SECRET_KEY = 'x'\nINSTALLED_APPS = []\n");
    try {
      await assert.rejects(other.lastLogId(), (error: unknown) => ExpectedError.is(error, "model-not-found"));
    } finally {
      await other.dispose();
    }
  });

  it("ends with its target, and leaves no process", async () => {
    await target.tenant("hakwonplus");
    await target.dispose();
    assert.deepEqual(await started[0]!.exited, { exitCode: 0 });
  });
});
