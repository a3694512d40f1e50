import type { Clock } from "../../common/clock";
import { systemClock } from "../../common/clock";
import { messageOf } from "../../common/errors";
import type { ApiTarget, Environment, QueueTarget, TenantTarget, WorkerTarget } from "../environment";
import type { VersionProfile } from "../version/versionProfile";
import type { AuditLog, NewAuditEntry } from "./auditLog";
import { requireConfirmation } from "./confirmation";
import type { Confirmation } from "./confirmation";
import { proveBody, proveRequest } from "./recipients";
import { requireSenderHonoured } from "./senderField";
import { previewOf } from "./write";
import type { Write } from "./write";

export interface GuardOptions {
  audit: AuditLog;
  /** Of a person, for the writes made through the environment that is returned; production without it is read-only. */
  confirmation?: Confirmation;
  /** Which backend it is: a sender that it ignores is not set. */
  version?: VersionProfile;
  /** Id of the write that what is done next takes back. */
  undoes?: string;
  clock?: Clock;
}

/**
 * An environment with a guard in front of everything that writes, sends or costs money; looking is passed through. Each
 * write is
 *
 *     checked ─▶ recorded as begun ─▶ made ─▶ recorded as done | failed
 *        └─▶ recorded as refused
 *
 * Checked: production is confirmed, a test send reaches only allowed recipients, the backend honours the field. The
 * record comes first: what cannot be recorded is not done.
 */
export function guardEnvironment(environment: Environment, options: GuardOptions): Environment {
  const { api, queue, worker, tenants, provider, traces } = environment;
  const guard = new Guard(environment, options);
  return {
    name: environment.name,
    isProduction: environment.isProduction,
    allowedRecipients: environment.allowedRecipients,
    tenantCode: environment.tenantCode,
    ...(api && { api: guard.api(api) }),
    ...(queue && { queue: guard.queue(queue) }),
    ...(worker && { worker: guard.worker(worker) }),
    ...(tenants && { tenants: guard.tenants(tenants) }),
    ...(provider && { provider }),
    ...(traces && { traces }),
    dispose: () => environment.dispose(),
  };
}

class Guard {
  constructor(
    private readonly environment: Environment,
    private readonly options: GuardOptions,
  ) {}

  api(target: ApiTarget): ApiTarget {
    return over(target, {
      send: async (tenantCode, request, signal) => {
        const students = request.student_ids.length;
        const prove = () => proveRequest(this.environment, tenantCode, request, signal);
        const write = (recipients: readonly string[]): Write => ({ kind: "send", tenantCode, recipients, students });
        return this.#make(
          write([]),
          async () => write(await prove()),
          () => target.send(tenantCode, request, signal),
        );
      },
    });
  }

  queue(target: QueueTarget): QueueTarget {
    return over(target, {
      enqueue: (body, signal) => {
        const write = (recipients: readonly string[]): Write => ({ kind: "enqueue", recipients });
        const prove = () => Promise.resolve().then(() => write(proveBody(this.environment, body)));
        return this.#make(write([]), prove, () => target.enqueue(body, signal));
      },
      receive: (limit, from, signal) =>
        this.#make({ kind: "receive", limit, from }, undefined, () => target.receive(limit, from, signal)),
      redrive: (limit, signal) =>
        this.#make({ kind: "redrive", limit }, undefined, () => target.redrive(limit, signal)),
    });
  }

  worker(target: WorkerTarget): WorkerTarget {
    const { start, restart } = target;
    return over(target, {
      ...(start && { start: (signal) => this.#make({ kind: "start-worker" }, undefined, () => target.start!(signal)) }),
      ...(restart && {
        restart: (signal) => this.#make({ kind: "restart-worker" }, undefined, () => target.restart!(signal)),
      }),
    });
  }

  tenants(target: TenantTarget): TenantTarget {
    return over(target, {
      setSender: (code, expected, value, signal) => {
        const write: Write = { kind: "set-sender", tenantCode: code, before: expected, after: value };
        const check = () => {
          // Taking a change back is never refused for what the field is worth.
          if (this.options.undoes === undefined) requireSenderHonoured(this.options.version);
          return Promise.resolve(write);
        };
        return this.#make(write, check, () => target.setSender(code, expected, value, signal));
      },
    });
  }

  /** `check` throws what forbids the write, and tells more of it than was known before. */
  async #make<T>(write: Write, check: (() => Promise<Write>) | undefined, run: () => Promise<T>): Promise<T> {
    const { audit, confirmation, clock = systemClock } = this.options;
    const id = audit.newId();
    const tenantCode = "tenantCode" in write ? write.tenantCode : this.environment.tenantCode;
    let checked = write;
    try {
      requireConfirmation(this.environment, tenantCode, confirmation, clock);
      checked = (await check?.()) ?? write;
    } catch (error) {
      await audit.append({ ...this.#entry(id, tenantCode, write), outcome: "refused", reason: messageOf(error) });
      throw error;
    }
    const entry = this.#entry(id, tenantCode, checked);
    await audit.append({ ...entry, outcome: "begun" });
    // Where the second record fails the first one stands: it may have been made.
    const ended = (end: Pick<NewAuditEntry, "outcome" | "reason">) =>
      audit.append({ ...entry, ...end }).catch(() => undefined);
    try {
      const result = await run();
      await ended({ outcome: "done" });
      return result;
    } catch (error) {
      await ended({ outcome: "failed", reason: messageOf(error) });
      throw error;
    }
  }

  #entry(id: string, tenantCode: string, write: Write): Omit<NewAuditEntry, "outcome"> {
    const { name, isProduction } = this.environment;
    const { undoes } = this.options;
    return {
      id,
      environment: name,
      production: isProduction,
      tenantCode,
      kind: write.kind,
      ...previewOf(this.environment, write),
      ...(write.kind === "set-sender" && { before: write.before, after: write.after }),
      ...(undoes !== undefined && { undoes }),
    };
  }
}

/**
 * The target with some methods replaced. A proxy rather than a copy: targets are classes with private fields, and
 * their getters (such as an origin that is known only once connected) must go on living.
 */
function over<T extends object>(target: T, methods: Partial<T>): T {
  const replaced = methods as Record<PropertyKey, unknown>;
  return new Proxy(target, {
    get: (original, name) => {
      if (Object.hasOwn(replaced, name)) return replaced[name];
      const value: unknown = Reflect.get(original, name, original);
      return typeof value === "function" ? (value as (...args: never[]) => unknown).bind(original) : value;
    },
  });
}
