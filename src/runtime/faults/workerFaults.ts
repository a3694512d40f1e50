import { bySending, byValue, byWorkerEnv, ofTenant } from "./fault";
import type { Fault } from "./fault";
import { payloadFaults } from "./queueFaults";

/** A job that was finished before: its trace id is taken already. */
const FINISHED_JOB = "fault-finished-job";

const foreign = (fields: string) =>
  `{"tenant_id":1,"to":"01012345678","text":"테스트","sender":null,"message_mode":"sms",${fields}}`;

export const workerFaults: readonly Fault[] = [
  {
    id: "worker.not-running",
    layer: "worker",
    title: "The worker is stopped",
    inject: async ({ worker }) => {
      await worker.stop();
      return {};
    },
    clear: ({ worker }) => worker.restart(),
  },
  {
    id: "worker.exited",
    layer: "worker",
    title: "The worker is killed and not started again",
    inject: async ({ worker }) => {
      worker.restarts = false;
      await worker.kill("SIGKILL");
      return {};
    },
    clear: async ({ worker }) => {
      worker.restarts = true;
      await worker.restart();
    },
  },
  byWorkerEnv("worker.crash-loop", "worker", "A variable that the worker cannot read ends it at every start", () => ({
    MESSAGING_SQS_WAIT_SECONDS: "ninety",
  })),
  byWorkerEnv("worker.oom-killed", "worker", "The worker's memory is limited to less than it needs", () => ({
    NODE_OPTIONS: "--max-old-space-size=8",
  })),
  byWorkerEnv("worker.env-missing", "worker", "SOLAPI_SENDER is missing in the worker's environment", () => ({
    SOLAPI_SENDER: undefined,
  })),
  byWorkerEnv("worker.module-not-found", "worker", "A module that the worker loads is not in its image", () => ({
    NODE_OPTIONS: "--require academy_messaging",
  })),
  {
    id: "worker.not-polling",
    layer: "worker",
    title: "The worker's process is frozen",
    inject: ({ worker }) => {
      void worker.kill("SIGSTOP");
      return {};
    },
    clear: async ({ worker }) => {
      void worker.kill("SIGCONT");
      await worker.restart();
    },
  },
  {
    id: "worker.self-stop",
    layer: "worker",
    title: "The worker ends itself in good order",
    inject: async ({ worker }) => {
      await worker.kill("SIGTERM");
      return {};
    },
    clear: ({ worker }) => worker.restart(),
  },
  ...payloadFaults,
  {
    ...bySending("worker.duplicate-dropped", "worker", "A message whose job is finished already comes a second time", {
      via: "queue",
      body: foreign(`"trace_id":"${FINISHED_JOB}"`),
    }),
    inject: ({ store: { database } }) => {
      database
        .prepare(
          `INSERT OR IGNORE INTO messaging_runtime_job (key, message_id, tenant_id, state, owner, lease_until, updated_at)
           VALUES (?, 'finished', 1, 'accepted', 'fault', 0, ?)`,
        )
        .run(FINISHED_JOB, Date.now());
      return {};
    },
    clear: ({ store: { database } }) =>
      void database.prepare("DELETE FROM messaging_runtime_job WHERE key = ?").run(FINISHED_JOB),
  },
  byWorkerEnv("worker.database", "worker", "The worker cannot open its database", () => ({
    DATABASE_URL: "sqlite:///nonexistent/store.sqlite",
  })),
  byWorkerEnv("worker.orm-unavailable", "worker", "DJANGO_SETTINGS_MODULE is missing: no look-up and no row", () => ({
    DJANGO_SETTINGS_MODULE: undefined,
  })),
  {
    id: "worker.log-write-failed",
    layer: "worker",
    title: "NotificationLog refuses new rows",
    inject: ({ store: { database } }) => {
      database.exec(
        `CREATE TRIGGER IF NOT EXISTS fault_notificationlog BEFORE INSERT ON messaging_notificationlog
         BEGIN SELECT RAISE(ABORT, 'permission denied for table messaging_notificationlog'); END`,
      );
      return {};
    },
    clear: ({ store: { database } }) => database.exec("DROP TRIGGER IF EXISTS fault_notificationlog"),
  },
  byValue("worker.credit-insufficient", "worker", "The tenant's credit is used up", ofTenant("credit_balance"), 0),
  byWorkerEnv("worker.mock-mode", "worker", "SOLAPI_MOCK is on: nothing is sent", () => ({ SOLAPI_MOCK: "true" })),
  {
    id: "worker.reservation-cancelled",
    layer: "worker",
    title: "The appointment that the message is about is cancelled",
    send: { via: "queue", body: foreign('"reservation_id":{reservation_id},"trace_id":"{trace_id}"') },
    inject: ({ store }) => ({ reservation_id: store.reservations.insert(1, "CANCELLED") }),
    clear: ({ store: { database } }, { reservation_id = 0 }) =>
      void database.prepare("DELETE FROM clinic_reservation WHERE id = ?").run(Number(reservation_id)),
  },
];
