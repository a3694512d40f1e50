import { answered, blind, container, log, queue, record, row, solapi200, tenant, type BlindCase } from "./kit";

const start = "-60 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s";
const thrown = (exception: string): string =>
  log(`2 E send_sms failed to=0101****\nTraceback (most recent call last):\n${exception}`);
const certificate =
  "requests.exceptions.SSLError: HTTPSConnectionPool(host='api.solapi.com', port=443): Max retries exceeded with url: /messages/v4/send-many/detail (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)')))";
const inWork = (status: string) => row(false, "", { status });
const oursOk = `2 I ${solapi200}\n2 I send_alimtalk ok to=0101**** group_id=G4VOURS0305100002ABCDEFGH`;
const ours = record("4000", "수신완료", { groupId: "G4VOURS0305100002ABCDEFGH" });
const others = record("3104", "카카오톡 미사용", { groupId: "G4VOTHER305100002ABCDEFGH", to: "0109****" });
const yesterday = { sent_at: "2026-03-04T10:00:03+09:00" };
const waiting = queue([0, 0], [1, 0], { oldestAgeSeconds: 90 });

/** Worker and provider, fifth batch: what an engineer on call had seen of other systems. */
// prettier-ignore
export const fifthWorker: readonly BlindCase[] = [
  blind("b5-p-tls", "blocked provider.unreachable", { api: answered(), worker: { logs: thrown(certificate) } }),
  blind("b5-p-tls-row", "blocked provider.unreachable", { api: answered(), notificationLogs: [row(false, certificate)] }),
  blind("b5-p-proxy-port", "blocked provider.unreachable", { api: answered(), worker: { logs: thrown("httpx.ConnectError: All connection attempts failed (proxy http://10.0.0.9:3128)") } }),
  blind("b5-p-code-after-colon", "blocked provider.sender-not-registered", { api: answered(), notificationLogs: [row(false, "error:1062 발신번호 미등록")] }),
  blind("b5-w-row-sending", "unknown none", { api: answered(), notificationLogs: [inWork("sending")] }),
  blind("b5-w-row-processing", "unknown none", { api: answered(), notificationLogs: [inWork("processing")] }),
  blind("b5-p-record-of-another-group", "ok none", { api: answered(), worker: { logs: log(oursOk) }, provider: { messages: [ours, others] }, notificationLogs: [row(true)] }),
  blind("b5-p-only-record-of-another-group", "ok none", { api: answered(), worker: { logs: log(oursOk) }, provider: { messages: [others] }, notificationLogs: [row(true)] }),
  blind("b5-w-oom-after-200", "ambiguous worker.oom-killed", { api: answered(), worker: { container: container({ state: "exited", exitCode: 137, oomKilled: true }), logs: log(`${start}\n2 I ${solapi200}`) } }),
  blind("b5-w-sigterm-after-200", "ambiguous worker.exited", { api: answered(), worker: { container: container({ state: "exited", exitCode: 143 }), logs: log(`${start}\n2 I ${solapi200}`) } }),
  blind("b5-w-skip-after-death", "ambiguous worker.duplicate-dropped", { api: answered(), worker: { container: container({ restartCount: 1, startedAt: "2026-03-05T01:00:10Z" }), logs: log(`2 I ${solapi200}\n12 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s\n63 I IDEMPOTENT_SKIP message_id=8b1e key=hakwonplus:1`) } }),
  blind("b5-w-exit-before-any-call", "blocked worker.exited", { api: answered(), queue: waiting, worker: { container: container({ state: "exited", exitCode: 143 }), logs: log(start) } }),
  blind("b5-w-old-restarts", "blocked worker.not-polling", { api: answered(), queue: waiting, worker: { container: container({ restartCount: 4, startedAt: "2026-02-01T01:00:00Z" }), logs: "" } }),
  blind("b5-w-never-started", "blocked worker.not-running", { api: answered(), queue: waiting, worker: { container: container({ state: "created", exitCode: 127 }) } }),
  blind("b5-w-old-row-refused", "unknown none", { api: answered(), notificationLogs: [row(false, "[1062] 발신번호 미등록", yesterday)] }),
  blind("b5-w-old-row-sent", "unknown none", { api: answered(), notificationLogs: [row(true, "", yesterday)] }),
  blind("b5-w-database-exception", "blocked worker.database", { api: answered(), tenant: tenant(), worker: { logs: thrown("django.db.utils.InternalError: invalid memory alloc request size 1030") } }),
  blind("b5-p-one-of-three", "degraded provider.recipient-invalid", { api: answered(3), provider: { messages: [record("4000"), record("3010", "", { to: "0105****" }), record("4000", "", { to: "0109****" })] } }),
];
