import {
  type Case,
  adversary,
  api,
  at,
  counts,
  enqueued,
  http,
  ok,
  retry,
  row,
  running,
  setup,
  smsFailed,
  started,
  tenant,
  text,
  worker,
} from "./kit";

const ours = { api: { ...enqueued().api, logs: text(api(1, "Messaging job enqueued: to=0101****", "INFO")) } };
const refused = (second: number, to: string, code = "1062") =>
  at(second, `send_sms MessageNotReceivedError to=${to} reason=[${code}] x`, "WARNING");

/** Logs and rows of a span in which others send too. */
const CASES: Case[] = [
  [
    "only another's refusal so far",
    "none unknown",
    {
      ...ours,
      ...worker(setup, http(2), refused(2, "0109****"), retry(2, "[1062] x")),
      ...counts(0, 1),
      collectedAt: "2026-03-05T10:00:05+09:00",
    },
    "api",
  ],
  [
    "only another's success so far",
    "none unknown",
    {
      ...ours,
      ...worker(setup, http(2), ok(2, "0109****")),
      ...counts(0, 1),
      notificationLogs: [],
      collectedAt: "2026-03-05T10:00:05+09:00",
    },
  ],
  [
    "only another's row",
    "none unknown",
    { ...ours, ...row("[1062] x", { recipient_summary: "0109****" }), collectedAt: "2026-03-05T10:00:05+09:00" },
    "api",
  ],
  [
    "another's mock, no: the same worker mocks all",
    "worker.mock-mode silent",
    {
      ...ours,
      ...worker(
        setup,
        at(2, "send_sms ok to=0109**** group_id=mock-1"),
        at(3, "send_sms ok to=0101**** group_id=mock-2"),
      ),
      ...row(),
    },
  ],
  [
    "another's 403, our 200",
    "none ok",
    {
      ...ours,
      ...worker(
        setup,
        http(2, "403 Forbidden"),
        smsFailed(2, "Exception: ('Forbidden', '허용되지 않은 IP(1.2.3.4)')").replace("0101****", "0109****"),
        http(3),
        ok(3),
      ),
      ...row(),
    },
  ],
  [
    "another's 200, our 402",
    "provider.balance blocked",
    {
      ...ours,
      ...worker(setup, http(2), ok(2, "0109****"), http(3, "402 Payment Required"), refused(3, "0101****", "1030")),
      ...row("[1030] x"),
    },
  ],
  [
    "two generations of one refusal",
    "provider.sender-not-registered blocked",
    {
      ...enqueued(),
      ...tenant({ messaging_sender: "" }),
      ...worker(
        setup,
        http(3),
        at(
          3,
          "send permanently failed (non-retryable), deleting message: reason=[1062] 발신번호 미등록 to=0101**** tenant=2",
          "ERROR",
        ),
      ),
    },
  ],
  [
    "the owner's tenant in the log, our message",
    "worker.credit-insufficient blocked",
    {
      ...enqueued(),
      ...tenant({ id: 5 }),
      ...worker(
        at(2, "Messaging worker normalized tenant_id=5 to owner=1 source_tenant_id=5", "WARNING"),
        at(3, "business_tenant_id=5 insufficient_balance base_price=8.50, skip send", "WARNING"),
      ),
    },
  ],
  [
    "dropped for ours, sent for another",
    "worker.reservation-cancelled skipped",
    {
      ...ours,
      ...worker(setup, at(2, "reservation_id=3 cancelled, skip send"), http(3), ok(3, "0109****")),
      notificationLogs: [],
    },
  ],
  [
    "row of the other student of two",
    "provider.recipient-invalid degraded",
    {
      request: { student_ids: [1, 2] },
      ...enqueued(2),
      ...worker(setup, http(2), ok(2), http(3), refused(3, "0109****", "1011")),
      ...row(),
    },
  ],
  [
    "a row that may be another's does not hide our refusal",
    "provider.sender-not-registered blocked",
    {
      ...enqueued(),
      ...worker(setup, http(2), refused(2, "0101****")),
      ...row(undefined, { recipient_summary: "0109****" }),
    },
  ],
  [
    "tenant's id as a string",
    "none ok",
    {
      ...enqueued(),
      ...tenant({ id: "1" }),
      ...worker(
        setup,
        at(2, "tenant_id=12 insufficient_balance balance=0 base_price=8.50, skip send", "WARNING"),
        http(3),
        ok(3),
      ),
      ...row(),
    },
  ],
  [
    "busy worker, ours still waits",
    "none unknown",
    {
      ...ours,
      worker: {
        container: running,
        logs: text(setup, started(), http(2), ok(2, "0107****"), http(3), ok(3, "0108****")),
      },
      ...counts(1),
      notificationLogs: [],
      collectedAt: "2026-03-05T10:00:04+09:00",
    },
  ],
];

adversary("a span with others' messages", CASES);
