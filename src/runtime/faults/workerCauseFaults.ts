import { byValue, byWorkerEnv, tenantFault } from "./fault";
import type { Fault } from "./fault";
import { payloadFaults } from "./queueCauseFaults";

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
      await worker.kill();
      return {};
    },
    clear: async ({ worker }) => {
      worker.restarts = true;
      await worker.restart();
    },
  },
  byWorkerEnv(
    "worker.crash-loop",
    "worker",
    "An option that its runtime does not know ends the worker at once",
    () => ({
      NODE_OPTIONS: "--no-such-option",
    }),
  ),
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
      worker.freeze(true);
      return {};
    },
    clear: async ({ worker }) => {
      worker.freeze(false);
      await worker.restart();
    },
  },
  ...payloadFaults,
  byWorkerEnv("worker.database", "worker", "The worker cannot open its database", () => ({
    DATABASE_URL: "sqlite:///nonexistent/store.sqlite",
  })),
  byWorkerEnv("worker.orm-unavailable", "worker", "DJANGO_SETTINGS_MODULE is missing: no look-up and no row", () => ({
    DJANGO_SETTINGS_MODULE: undefined,
    // The worker cannot read the tenant's sender and uses the fallback: a registered one isolates this cause.
    SOLAPI_SENDER: "0212345678",
  })),
  {
    id: "worker.log-write-failed",
    layer: "worker",
    title: "NotificationLog refuses new rows",
    inject: ({
      parts: {
        store: { database },
      },
    }) => {
      database.exec(
        `CREATE TRIGGER IF NOT EXISTS fault_notificationlog BEFORE INSERT ON messaging_notificationlog
         BEGIN SELECT RAISE(ABORT, 'permission denied for table messaging_notificationlog'); END`,
      );
      return {};
    },
    clear: ({
      parts: {
        store: { database },
      },
    }) => database.exec("DROP TRIGGER IF EXISTS fault_notificationlog"),
  },
  byValue("worker.credit-insufficient", "worker", "The tenant's credit is used up", tenantFault("credit_balance"), 0),
  byWorkerEnv("worker.mock-mode", "worker", "SOLAPI_MOCK is on: nothing is sent", () => ({ SOLAPI_MOCK: "true" })),
  {
    id: "worker.reservation-cancelled",
    layer: "worker",
    title: "The appointment that the message is about is cancelled",
    send: { via: "queue", body: foreign('"reservation_id":{reservation_id},"trace_id":"{trace_id}"') },
    inject: ({ parts: { store } }) => ({ reservation_id: store.reservations.insert(1, "CANCELLED") }),
    clear: (
      {
        parts: {
          store: { database },
        },
      },
      { reservation_id = 0 },
    ) => void database.prepare("DELETE FROM clinic_reservation WHERE id = ?").run(Number(reservation_id)),
  },
];
