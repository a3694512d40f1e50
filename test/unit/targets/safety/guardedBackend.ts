import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ExpectedError } from "../../../../src/common/errors";
import type { ApiTarget, Environment, TenantTarget, WorkerTarget } from "../../../../src/targets/environment";
import { AuditLog } from "../../../../src/targets/safety/auditLog";
import type { Write } from "../../../../src/targets/safety/write";
import type { ApiWriter, TenantWriter, UnguardedEnvironment, WorkerWriter } from "../../../../src/targets/writers";
import { fake, fakeEnvironment } from "../fakeEnvironment";
import { granted } from "../granted";

export const SENDER = "0212345678";

export const isReason = (reason: string) => (error: unknown) => ExpectedError.is(error, reason);

export const fix = { kind: "set-sender", tenantCode: "hakwonplus", before: "", after: SENDER } as const;
export const send = (...ids: number[]) =>
  ({ kind: "send", tenantCode: "hakwonplus", request: { student_ids: ids, raw_body: "테스트" } }) as const;
export const enqueue = (body: string) => ({ kind: "enqueue", tenantCode: "hakwonplus", body }) as const;

/** One of every kind, in the order of `writeKinds`. */
export const everyWrite: readonly Write[] = [
  fix,
  send(1),
  enqueue('{"to":"01012345678"}'),
  { kind: "resend", tenantCode: "hakwonplus", bodies: ["{}"] },
  { ...enqueue('{"to":"01012345678"}'), kind: "hand-to-worker" },
  { kind: "send-to-sandbox", tenantCode: "hakwonplus", message: { to: "01012345678", text: "테스트" } },
  { kind: "receive", limit: 10, from: "queue" },
  { kind: "redrive", limit: 10 },
  { kind: "create-queue" },
  { kind: "start-worker" },
  { kind: "stop-worker" },
  { kind: "restart-worker" },
  { kind: "set-worker-aside" },
  { kind: "inject-fault", cause: "queue.not-found" },
  { kind: "set-up-case", settings: { messagingSender: "" } },
  { kind: "clear-faults" },
  { kind: "import-students", tenantCode: "hakwonplus", students: [] },
  { kind: "set-hold-rules", rules: [{ point: "received" }] },
  { kind: "edit-held", tenantCode: "hakwonplus", id: "h1", edits: { text: "" }, body: '{"to":"01012345678"}' },
  { kind: "release-held", tenantCode: "hakwonplus", id: "h1", order: { kind: "continue" } },
  { kind: "stop-stack" },
];

/** A backend with every part, which notes what reaches it, and the log of its writes. */
export class GuardedBackend {
  readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-audit-"));
  readonly audit = new AuditLog(path.join(this.dir, "state"));
  /** What reached the targets. */
  made: string[] = [];

  dispose(): void {
    fs.rmSync(this.dir, { recursive: true, force: true });
  }

  /** A method that notes its call. */
  doing<T>(what: string, result: T): Promise<T> {
    this.made.push(what);
    return Promise.resolve(result);
  }

  tenants(over: Partial<TenantTarget & TenantWriter> = {}) {
    return fake<TenantTarget & TenantWriter>("tenants", {
      origin: "Django helper (academy, Postgres)",
      tenant: (code) => Promise.resolve({ id: 1, code, name: "", messagingSender: SENDER }),
      lastLogId: () => Promise.resolve(7),
      setSender: (code, expected, value) =>
        this.doing(`${code} ${expected}→${value}`, { id: 1, code, name: "", messagingSender: value }),
      recipients: (_code, ids) => Promise.resolve(ids.map((studentId) => ({ studentId, number: "010-1234-5678" }))),
      ...over,
    });
  }

  api(over: Partial<ApiTarget & ApiWriter> = {}) {
    return fake<ApiTarget & ApiWriter>("api", {
      url: "https://api.example.kr",
      info: () => Promise.resolve({ status: 200, messagingSender: SENDER, lastLogId: 7 }),
      send: () => this.doing("send", { status: 200, body: { enqueued: 1 }, elapsedMs: 5, requestId: "", traceIds: [] }),
      ...over,
    });
  }

  queue() {
    return fake<NonNullable<UnguardedEnvironment["queue"]>>("queue", {
      measure: () => Promise.resolve({ name: "jobs", region: "ap-northeast-2" }),
      receive: () => this.doing("receive", []),
      enqueue: () => this.doing("enqueue", { messageId: "m1" }),
      redrive: () => this.doing("redrive", 2),
      create: () => this.doing("create", undefined),
    });
  }

  worker(over: Partial<WorkerTarget & WorkerWriter> = {}) {
    return fake<WorkerTarget & WorkerWriter>("worker", {
      origin: "container academy-messaging-worker",
      start: () => this.doing("start", undefined),
      stop: () => this.doing("stop", undefined),
      restart: () => this.doing("restart", undefined),
      setAside: () => this.doing("aside", () => Promise.resolve()),
      hand: () => this.doing("hand", undefined),
      ...over,
    });
  }

  environment(over: Partial<UnguardedEnvironment> = {}): Environment {
    return fakeEnvironment({
      api: this.api(),
      queue: this.queue(),
      worker: this.worker(),
      tenants: this.tenants(),
      provider: fake<NonNullable<UnguardedEnvironment["provider"]>>("provider", {
        url: "http://127.0.0.1:1",
        send: () => this.doing("sandbox", {}),
      }),
      faults: fake<NonNullable<UnguardedEnvironment["faults"]>>("faults", {
        inject: () => this.doing("inject", {} as never),
        setUpCase: () => this.doing("case", undefined),
        clear: () => this.doing("clear", []),
      }),
      stack: fake<NonNullable<UnguardedEnvironment["stack"]>>("stack", {
        importStudents: (tenant) => this.doing("import", { tenant, added: 0, replaced: 0 }),
        setHoldRules: () => this.doing("set hold rules", []),
        editHeld: () => this.doing("edit held", {} as never),
        releaseHeld: () => this.doing("release held", undefined),
        stop: () => this.doing("stop stack", undefined),
      }),
      ...over,
    });
  }

  async write(where: Environment, what: Write): Promise<unknown> {
    return (await granted(where, what, this.audit)).write();
  }

  async outcomes(): Promise<string[]> {
    return (await this.audit.entries()).map(({ outcome }) => outcome);
  }
}
