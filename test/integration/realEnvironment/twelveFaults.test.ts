import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ExpectedError } from "../../../src/common/errors";
import type { Environment } from "../../../src/targets/environment";
import type { Layer } from "../../../src/common/layer";
import type { CauseId } from "../../../src/diagnosis/causes/causeIds";
import { AuditLog } from "../../../src/targets/safety/auditLog";
import { lastSenderChange } from "../../../src/targets/safety/lastSenderChange";
import type { SendReport } from "../../../src/operations/message/sendMessages";
import type { TestSend } from "../../../src/operations/message/testSend";
import type { OperationContext } from "../../../src/operations/operation";
import { nobody, sendVia } from "../../unit/operations/sending";
import { granted } from "../../unit/targets/granted";
import { project } from "../django/backend";
import { WORKER_NAME } from "../docker/containers";
import { PARENT, RealEnvironment, SENDER, engineProxy } from "./realEnvironment";

const send = {
  tenantCode: "hakwonplus",
  start: "api" as const,
  request: { student_ids: [1], send_to: "parent" as const, message_mode: "sms" as const, raw_body: "테스트" },
};

/** Memory that Node cannot start in. */
const TOO_LITTLE_MEMORY = 24 * 1024 * 1024;
/** The machine's own Python, for a command that really fails at an import. */
const PYTHON_BINDS = ["/usr:/usr:ro", "/usr/lib:/lib:ro"];

interface RealFault {
  title: string;
  layer: Layer;
  cause: CauseId;
  inject(real: RealEnvironment): Promise<unknown>;
  repair(real: RealEnvironment): Promise<unknown>;
}

const setSenderBehind = (real: RealEnvironment, value: string) =>
  real.backend.python(
    `from apps.core.models import Tenant; Tenant.objects.filter(code="hakwonplus").update(messaging_sender="${value}")`,
  );

const faults: readonly RealFault[] = [
  {
    title: "sender emptied in Django",
    layer: "api",
    cause: "api.sender-empty",
    inject: (real) => setSenderBehind(real, ""),
    repair: (real) => setSenderBehind(real, SENDER),
  },
  {
    title: "unregistered sender",
    layer: "provider",
    cause: "provider.sender-not-registered",
    inject: (real) => setSenderBehind(real, "01000000000"),
    repair: (real) => setSenderBehind(real, SENDER),
  },
  {
    title: "credentials missing on Django's side",
    layer: "queue",
    cause: "queue.credentials-missing",
    inject: (real) => real.serve({ AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" }),
    repair: (real) => real.serve(),
  },
  {
    title: "queue deleted",
    layer: "queue",
    cause: "queue.not-found",
    inject: (real) => Promise.resolve(real.queue.deleteQueue()),
    repair: (real) => Promise.resolve(real.queue.createQueues()),
  },
  {
    title: "sandbox key changed",
    layer: "provider",
    cause: "provider.unauthorized",
    inject: (real) => real.changeSolapiKey("NCSOTHERKEY00001"),
    repair: (real) => real.changeSolapiKey(),
  },
  {
    title: "container stopped",
    layer: "worker",
    cause: "worker.exited",
    inject: (real) => real.engine.docker.getContainer(WORKER_NAME).stop(),
    repair: (real) => real.startWorker(),
  },
  {
    title: "OOM-killed",
    layer: "worker",
    cause: "worker.oom-killed",
    inject: async (real) => {
      await real.startWorker({}, { memoryBytes: TOO_LITTLE_MEMORY }, "nothing");
      await real.engine.docker.getContainer(WORKER_NAME).wait();
    },
    repair: (real) => real.startWorker(),
  },
  {
    title: "env missing",
    layer: "worker",
    cause: "worker.env-missing",
    inject: (real) => real.startWorker({ SOLAPI_SENDER: undefined }, {}, /Missing required env/),
    repair: (real) => real.startWorker(),
  },
  {
    title: "ModuleNotFoundError",
    layer: "worker",
    cause: "worker.module-not-found",
    inject: (real) => {
      const command = ["/usr/bin/python3", "-c", "import solapi"];
      return real.startWorker({}, { command, binds: PYTHON_BINDS }, /ModuleNotFoundError/);
    },
    repair: (real) => real.startWorker(),
  },
  {
    title: "wrong queue name in the container",
    layer: "queue",
    cause: "queue.name-mismatch",
    inject: (real) => {
      real.queue.createQueue("academy-messaging-jobs-old");
      return real.startWorker({ MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs-old" });
    },
    repair: (real) => real.startWorker(),
  },
  {
    title: "mock mode",
    layer: "worker",
    cause: "worker.mock-mode",
    inject: (real) => real.startWorker({ SOLAPI_MOCK: "true" }),
    repair: (real) => real.startWorker(),
  },
];

describe("a real backend: Django on SQLite → boto3 → SQS → worker in Docker → Solapi", () => {
  let real: RealEnvironment;
  before(async function () {
    real = await RealEnvironment.start(this, "sqlite");
    await real.startWorker();
  });
  after(() => real?.stop());

  const sendThrough = (environment: Environment, what: TestSend, over: Partial<OperationContext> = {}) =>
    sendVia(environment, what, real.stateDir, { over });
  const diagnoseNow = async (): Promise<SendReport> => sendThrough(await real.environment(), send);
  const show = (result: SendReport) => JSON.stringify(result, null, 1).slice(0, 8_000);

  it("a message goes from Django to the inbox, and the verdict says how it was told from others", async () => {
    const result = await diagnoseNow();
    const { verdict } = result.diagnosis;
    assert.equal(verdict.outcome, "ok", show(result));
    assert.deepEqual(result.failed, []);
    assert.equal(result.evidence.correlation?.method, "recipient");
    assert.match(verdict.explanation, /masked recipient/);
    const [message] = real.inbox();
    assert.deepEqual([message?.to, message?.from, message?.text], [PARENT, SENDER, "테스트"]);
    assert.equal(result.evidence.notificationLogs?.[0]?.success, true);
  });

  for (const { title, layer, cause, inject, repair } of faults) {
    it(`${title}: ${cause}`, async () => {
      try {
        await inject(real);
        const sentBefore = real.inbox().length;
        const result = await diagnoseNow();
        const { verdict } = result.diagnosis;
        assert.deepEqual([verdict.layer, verdict.cause], [layer, cause], show(result));
        assert.ok(real.inbox().length <= sentBefore);
      } finally {
        await repair(real);
        real.emptyQueue();
      }
    });
  }

  it("sender fix through the Django helper → the same send again → green → undone", async () => {
    await setSenderBehind(real, "");
    const blocked = await diagnoseNow();
    assert.equal(blocked.diagnosis.verdict.cause, "api.sender-empty");
    assert.ok(blocked.diagnosis.verdict.fixes.some(({ id }) => id === "set-sender"));
    const environment = await real.environment();
    const audit = new AuditLog(real.stateDir);
    const number = (await environment.provider!.senders()).find(({ status }) => status === "ACTIVE")!.phoneNumber;
    const fix = { kind: "set-sender", tenantCode: "hakwonplus", before: "", after: number } as const;
    assert.equal((await (await granted(environment, fix, audit)).write()).messagingSender, number);
    const green = await diagnoseNow();
    assert.equal(green.diagnosis.verdict.outcome, "ok", show(green));
    assert.equal(real.inbox().at(-1)?.from, number);
    const { id: undoes } = lastSenderChange(await audit.entries(), environment)!;
    const undo = { ...fix, before: number, after: "", undoes };
    assert.equal((await (await granted(environment, undo, audit)).write()).messagingSender, "");
    assert.equal(lastSenderChange(await audit.entries(), environment), undefined);
    const fixed = (await audit.entries()).filter(({ kind, outcome }) => kind === "set-sender" && outcome === "done");
    assert.deepEqual(
      fixed.map(({ before, after, via }) => [before, after, via.startsWith("Django helper")]),
      [
        ["", number, true],
        [number, "", true],
      ],
    );
    await setSenderBehind(real, SENDER);
  });

  describe("with bad input", () => {
    const tenantsNow = () =>
      real.backend.python(
        'from apps.core.models import Tenant; print(list(Tenant.objects.values_list("code", "messaging_sender").order_by("pk")))',
      );

    it("a wrong token is a finding", async () => {
      const result = await sendThrough(await real.environment({}, "wrong-token-of-nobody"), send);
      assert.deepEqual(result.diagnosis.verdict.cause, "api.unauthorized", show(result));
      assert.doesNotMatch(JSON.stringify(result.evidence), /wrong-token-of-nobody/);
    });

    it("an expired session of AWS is a finding of Django's side, and ours only keeps us from looking", async () => {
      real.queue.setFault("expired", { code: "ExpiredToken" });
      try {
        const result = await diagnoseNow();
        assert.deepEqual(result.diagnosis.verdict.cause, "queue.credentials-expired", show(result));
        assert.equal(result.evidence.queue?.error, undefined);
        assert.match(result.failed.find(({ probe }) => probe === "queue")?.reason ?? "", /expired/);
      } finally {
        real.queue.setFault("expired", undefined);
      }
    });

    for (const code of [
      "hakwonplus'; DROP TABLE core_tenant; --",
      '"); __import__("os").system("touch injected"); ("',
      "hakwonplus\r\nX-Tenant-Code: saessak",
      "$(touch injected)",
    ]) {
      it(`an injection attempt as tenant code is a sentence: ${JSON.stringify(code)}`, async () => {
        const [before, environment] = [await tenantsNow(), await real.environment()];
        const isSentence = (error: unknown) => ExpectedError.is(error) && error.reason === "tenant-not-found";
        const fix = { kind: "set-sender", tenantCode: code, before: "", after: SENDER } as const;
        const target = await granted(environment, fix, new AuditLog(real.stateDir));
        await assert.rejects(target.write(), isSentence);
        await assert.rejects(sendThrough(environment, { ...send, tenantCode: code }), isSentence);
        assert.equal(await tenantsNow(), before);
        assert.ok(!fs.existsSync(path.join(project, "injected")) && !fs.existsSync("injected"));
      });
    }

    it("a recipient who is not allowed is not called", async () => {
      const sentBefore = real.inbox().length;
      const other = { ...send, request: { ...send.request, student_ids: [2] } };
      const isRefused = (error: unknown) => ExpectedError.is(error, "recipient-not-allowed");
      await assert.rejects(sendThrough(await real.environment(), other), isRefused);
      assert.equal(real.inbox().length, sentBefore);
    });

    it("an engine that goes away in the middle leaves the worker unknown, and the diagnosis goes on", async function () {
      if (!real.engine.host.startsWith("unix://")) {
        process.stdout.write("    skipped: an engine that goes away; only a socket file is put behind a proxy\n");
        return this.skip();
      }
      const dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-engine-"));
      const proxy = await engineProxy(real.engine.host, dir);
      const worker = { kind: "container" as const, docker: { host: proxy.host } };
      const cuts: Promise<void>[] = [];
      const interaction = nobody((step) => void (step === "following it" && cuts.push(proxy.cut())));
      try {
        const result = await sendThrough(await real.environment({ worker }), send, { interaction });
        await Promise.all(cuts);
        assert.ok(
          result.failed.some(({ probe }) => probe.startsWith("worker.")),
          show(result),
        );
        assert.equal(result.evidence.worker, undefined);
        assert.equal(result.diagnosis.layers.find(({ layer }) => layer === "api")?.status, "ok");
      } finally {
        await proxy.cut();
        fs.rmSync(dir, { recursive: true });
      }
    });
  });
});
