import {
  answered,
  blind,
  container,
  flood,
  log,
  queue,
  record,
  refused,
  row,
  solapi200,
  solapiHttp,
  tenant,
  type BlindCase,
} from "./kit";

const started = "-300 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s";
const booted = `-301 I Django setup done (ORM available)\n${started}`;
const ok = `1 I ${solapi200}\n1 I send_sms ok to=0101**** group_id=G4V20260305100001AAAAAAAAAAAAAAA`;
const okTalk = `2 I ${solapi200}\n2 I send_alimtalk ok to=0101**** group_id=G4V20260305100002AAAAAAAAAAAAAAA`;
const drained = queue([0, 0], [0, 0]);

/** Fine bundles, first batch. */
// prettier-ignore
export const healthyCases: readonly BlindCase[] = [
  blind("fine-three", "ok none", { api: answered(), worker: { logs: log(ok) }, tenant: tenant() }),
  blind("fine-all", "ok none", { api: answered(), queue: drained, worker: { container: container(), logs: log(`${booted}\n${ok}`), env: { SOLAPI_SENDER: "0212345678", DEBUG: "false", SOLAPI_MOCK: "false" } }, tenant: tenant(), notificationLogs: [row(true)], provider: { senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }], balance: { balance: 1000, point: 0 }, messages: [record("4000", "정상")] } }),
  blind("fine-log", "ok none", { worker: { logs: log(ok, { stamped: true, zone: "UTC", crlf: true, ansi: true }) } }),
  blind("fine-2000", "ok none", { api: answered(), worker: { logs: log(ok) }, provider: { messages: [record("2000", "정상 접수")] } }),
  blind("fine-3000", "ok none", { provider: { messages: [record("3000", "이통사 접수")] }, api: answered() }),
  blind("fine-4000", "ok none", { provider: { messages: [record("4000", "수신완료")] } }),
  blind("fine-talk", "ok none", { api: answered(), worker: { logs: log(okTalk) }, tenant: tenant(), request: { student_ids: [1], message_mode: "alimtalk", template_id: 2 } }),
  blind("fine-201", "ok none", { api: { status: 201, body: { detail: "발송 예정 1건입니다.", enqueued: 1, skipped_no_phone: 0 } }, worker: { logs: log(ok) }, tenant: tenant() }),
  blind("fine-unhealthy-check", "ok none", { api: answered(), queue: drained, worker: { container: container({ health: "unhealthy" }), logs: log(`${booted}\n${ok}`) }, tenant: tenant(), notificationLogs: [row(true)] }),
  blind("fine-noise", "ok none", { api: answered(), worker: { logs: log(`-90 I Redis connected: redis:6379 db=0\n0 I Found credentials in environment variables.\n${ok}\n2 D Message sent to academy-ai-jobs: 1111\n3 I some new line nobody knows`) }, tenant: tenant() }),
  blind("fine-old-failure", "ok none", { api: answered(), tenant: tenant(), worker: { logs: log(`-600 W send_sms MessageNotReceivedError to=0105**** reason=[1062] 발신번호 미등록\n-600 W send failed, message will retry: [1062] 발신번호 미등록\n${ok}`) }, notificationLogs: [row(true)] }),
  blind("fine-other-tenant-credit", "ok none", { api: answered(), tenant: tenant(), worker: { logs: log(`0 W tenant_id=7 insufficient_balance balance=0 base_price=20, skip send\n${ok}`) }, notificationLogs: [row(true)] }),
  blind("fine-fallback", "ok none", { api: answered(), tenant: tenant(), request: { student_ids: [1], message_mode: "both", template_id: 2 }, worker: { logs: log(`1 I ${solapi200}\n1 W alimtalk failed to=0101****: 메시지 접수에 실패했습니다. 자세한 내용은 failed_messages를 확인해 주세요.\n1 I alimtalk failed, fallback to SMS\n${ok}`) } }),
  blind("fine-empty-env-sender", "ok none", { api: answered(), tenant: tenant("", {}), request: { student_ids: [1], message_mode: "alimtalk" }, worker: { logs: log(okTalk), env: { SOLAPI_SENDER: "0212345678" } } }),
  blind("fine-redis-off", "ok none", { api: answered(), worker: { logs: log(`-400 D REDIS_HOST not set, Redis disabled\n${ok}`) } }),
  blind("fine-reservation-check-failed", "ok none", { api: answered(), worker: { logs: log(`1 W reservation check failed: timeout\n${ok}`) }, tenant: tenant() }),
  // incidents.json W14: the lost lock is reported, and the message went out.
  blind("fine-lock-failopen", "degraded worker.lock-unavailable", { api: answered(), worker: { logs: log(`1 W Redis lock acquire failed, allowing job: Connection refused\n${ok}`) }, tenant: tenant() }),
  blind("fine-unsigned-legacy", "ok none", { sentAt: "2026-08-20T10:00:00+09:00", collectedAt: "2026-08-20T10:01:00+09:00", api: answered(), worker: { logs: log(`1 W Unsigned legacy messaging payload accepted during rollout message_id=ab12\n1 I alimtalk via common solapi channel: tenant=1\n${okTalk}`).replaceAll("2026-03-05", "2026-08-20") } }),
  blind("fine-aug-own", "ok none", { sentAt: "2026-08-20T10:00:00+09:00", collectedAt: "2026-08-20T10:01:00+09:00", worker: { logs: log(`1 I Messaging source context: tenant=1 event=check_in source=attendance use_case=auto object=5 actor=system\n2 I ${solapi200}\n2 I send_alimtalk_own ok to=0101**** group_id=G4V20260820100002AAAAAAAAAAAAAAA`).replaceAll("2026-03-05", "2026-08-20") } }),
  blind("fine-row-and-log-kst", "ok none", { sentAt: "2026-03-05T01:00:00Z", collectedAt: "2026-03-05T01:02:00.000Z", api: answered(), worker: { logs: log(ok) }, notificationLogs: [row(true, "", { sent_at: "2026-03-05T10:00:02+09:00" })] }),
  blind("fine-delete-failed", "ok/degraded none/queue.access-denied-receive", { api: answered(), worker: { logs: log(`${ok}\n2 E Failed to delete message: An error occurred (AccessDenied) when calling the DeleteMessage operation: not authorized to perform: sqs:deletemessage`) }, tenant: tenant() }),
];

/** Too little to say, first batch. */
// prettier-ignore
export const unknownCases: readonly BlindCase[] = [
  blind("unk-empty", "unknown none", {}),
  blind("unk-nothing-but-version", "unknown none", { sentAt: undefined, collectedAt: undefined }),
  blind("unk-api-ok", "unknown none", { api: answered() }),
  blind("unk-api-ok-tenant", "unknown none", { api: answered(), tenant: tenant() }),
  blind("unk-tenant-only", "unknown none", { tenant: tenant() }),
  blind("unk-queue-zero", "unknown none", { api: answered(), queue: drained }),
  blind("unk-rows-none", "unknown none", { api: answered(), notificationLogs: [] }),
  blind("unk-container-up", "unknown none", { api: answered(), worker: { container: container() } }),
  blind("unk-other-lines", "unknown none", { api: answered(), worker: { logs: "GET /healthz 200\nGET /healthz 200\nGET /healthz 200" } }),
  blind("unk-balance", "unknown none", { provider: { balance: { balance: 5000, point: 100 } } }),
  blind("unk-senders", "unknown none", { provider: { senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }] }, tenant: tenant() }),
  // Silence since the send is worth a guess well below 0.8; the queue would decide.
  blind("unk-only-old-lines", "blocked worker.not-polling", { api: answered(), worker: { logs: log(`-3000 I send_sms ok to=0101**** group_id=G4V2026030509000AAAA\n-2000 W send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록`) } }),
  blind("unk-drained-norow", "unknown none", { api: answered(), queue: drained, tenant: tenant() }),
  blind("unk-wrong-container", "unknown none", { api: answered(), worker: { logs: '10.0.1.3 - - [05/Mar/2026:10:00:01 +0900] "POST /api/v1/messaging/send/ HTTP/1.1" 200 77 "-" "Mozilla/5.0"\n10.0.1.3 - - [05/Mar/2026:10:00:04 +0900] "GET /api/v1/students/ HTTP/1.1" 200 5120 "-" "Mozilla/5.0"' }, tenant: tenant() }),
  blind("unk-postgres-log", "unknown none", { api: answered(), worker: { logs: "2026-03-05 01:00:01.112 UTC [77] LOG:  checkpoint starting: time\n2026-03-05 01:00:03.402 UTC [77] LOG:  checkpoint complete: wrote 12 buffers" } }),
  blind("unk-started-only", "unknown none", { worker: { logs: log("1 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s") } }),
  blind("unk-just-sent", "unknown none", { collectedAt: "2026-03-05T10:00:01+09:00", api: answered(), queue: queue([0, 0], [1, 0], { oldestAgeSeconds: 0 }), worker: { container: container(), logs: "" }, notificationLogs: [] }),
  blind("unk-env-fine", "unknown none", { worker: { env: { SOLAPI_SENDER: "0212345678", SOLAPI_API_KEY: true, AWS_REGION: "ap-northeast-2" } } }),
];

/** Evidence that disagrees, and what a tired person pastes; first batch. */
// prettier-ignore
export const mixedCases: readonly BlindCase[] = [
  blind("mix-ok-log-row-failed", "ok/degraded/ambiguous/silent/blocked none/worker.log-write-failed/provider.sender-not-registered", { api: answered(), worker: { logs: log(ok) }, notificationLogs: [row(false, "[1062] 발신번호 미등록")] }),
  blind("mix-balance-both", "blocked provider.balance", { api: answered(), tenant: tenant("0212345678", { credit_balance: "0" }), worker: { logs: log(`1 I ${solapiHttp("400 Bad Request")}\n1 W send failed, message will retry: ('NotEnoughBalance', '잔액이 부족합니다.')`) } }),
  blind("mix-empty-sender-credit", "blocked worker.credit-insufficient", { api: answered(), tenant: tenant("", { credit_balance: "0" }), worker: { logs: log("1 W tenant_id=1 insufficient_balance balance=0 base_price=20, skip send") }, notificationLogs: [row(false, "insufficient_balance")] }),
  blind("mix-empty-sender-sent", "ok none", { api: answered(), tenant: tenant(""), worker: { logs: log(ok), env: { SOLAPI_SENDER: "0212345678" } }, notificationLogs: [row(true)] }),
  blind("mix-empty-sender-1062", "blocked provider.sender-not-registered", { api: answered(), queue: queue([0, 0], [0, 1]), tenant: tenant(""), worker: { logs: log(`1 I ${solapi200}\n1 W send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록`), env: { SOLAPI_SENDER: "01000000000" } }, provider: { senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }] } }),
  blind("mix-400-worker-noise", "blocked api.students-not-found", { api: refused(400, "선택한 학생을 찾을 수 없거나 삭제된 학생입니다."), worker: { logs: log(ok.replaceAll("0101", "0107")) }, tenant: tenant() }),
  blind("mix-healthy-but-denied", "blocked queue.access-denied-receive", { api: answered(), queue: queue([0, 0], [1, 0]), worker: { container: container({ health: "healthy" }), logs: log(flood(80, 80, "E", "Failed to receive message from academy-messaging-jobs: An error occurred (AccessDenied) when calling the ReceiveMessage operation: User: arn:aws:iam::809466760795:user/worker is not authorized to perform: sqs:receivemessage")) } }),
  blind("mix-dlq-1062", "blocked provider.sender-not-registered", { collectedAt: "2026-03-05T10:05:00+09:00", api: answered(), queue: queue([0, 0, 0], [0, 0, 1]), tenant: tenant(), worker: { logs: log([1, 61, 121].map((s) => `${s} I ${solapi200}\n${s} W send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록\n${s} W send failed, message will retry: [1062] 발신번호 미등록`).join("\n")) }, notificationLogs: [1, 2, 3].map((i) => row(false, "[1062] 발신번호 미등록", { id: 70 + i, sent_at: `2026-03-05T01:0${i - 1}:02Z` })) }),
  blind("mix-errexit-1062", "blocked provider.sender-not-registered", { api: answered(), worker: { container: container({ restartCount: 2 }), logs: log(`${Array.from({ length: 10 }, (_, i) => `${i * 3} I ${solapi200}\n${i * 3} W send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록\n${i * 3} W send failed, message will retry: [1062] 발신번호 미등록`).join("\n")}\n30 E Too many consecutive errors (10), exiting\n33 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s`) }, tenant: tenant() }),
  blind("mix-mock-over-env-false", "silent worker.mock-mode", { api: answered(), worker: { env: { SOLAPI_MOCK: "false", DEBUG: "false" }, logs: log("1 I [MockSolapi] 발송 스킵 (실제 API 미호출) {}\n1 I send_sms ok to=0101**** group_id=mock-77") }, notificationLogs: [row(true)] }),
  blind("mix-crash-env", "blocked worker.env-missing", { api: answered(), queue: queue([0, 0], [1, 0]), worker: { container: container({ state: "restarting", exitCode: 1, restartCount: 11, oomKilled: false }), logs: log("5 C config error: Missing required env: SOLAPI_SENDER\n35 C config error: Missing required env: SOLAPI_SENDER") } }),
  blind("mix-truncated-line", "blocked provider.sender-not-registered", { api: answered(), tenant: tenant(), worker: { logs: `${log(`1 I ${solapi200}\n1 W send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록`)}\n2026-03-05 10:00:02,0` } }),
  blind("mix-cut-front", "blocked provider.unauthorized", { api: answered(), worker: { logs: `eption(error_response.error_code, error_response.error_message)\nException: ('InvalidAPIKey', '유효하지 않은 API Key 입니다.')\n${log("1 W send failed, message will retry: ('InvalidAPIKey', '유효하지 않은 API Key 입니다.')")}` } }),
  blind("mix-nested-body", "blocked api.sender-empty", { api: { status: 400, body: '"{\\"detail\\": \\"발신번호가 등록되지 않았습니다. 설정 > 내 정보에서 발신번호를 등록·인증한 뒤 저장해 주세요.\\"}"' } }),
  blind("mix-body-lines", "blocked queue.enqueue-failed", { api: { status: 200, body: '{\n  "detail": "발송 예정 0건입니다.",\n  "enqueued": 0,\n  "skipped_no_phone": 0\n}\n' } }),
  blind("mix-compose-prefix", "blocked provider.ip-not-allowed", {
    api: answered(),
    worker: {
      logs: log(`1 I ${solapiHttp("403 Forbidden")}\n1 W send failed, message will retry: ('Forbidden', '허용되지 않은 IP(52.78.1.1)로 접근하고 있습니다.')`)
        .split("\n")
        .map((l) => `academy-messaging-worker-1  | ${l}`)
        .join("\n"),
    },
  }),
  blind("mix-json-driver", "blocked worker.credit-insufficient", {
    api: answered(),
    worker: {
      logs: log("1 W tenant_id=1 insufficient_balance balance=0 base_price=20, skip send")
        .split("\n")
        .map((l) => JSON.stringify({ log: `${l}\n`, stream: "stderr", time: "2026-03-05T01:00:01.2Z" }))
        .join("\n"),
    },
  }),
  blind("mix-two-attempts", "blocked provider.balance", { api: answered(), collectedAt: "2026-03-05T10:02:00+09:00", worker: { logs: log(`1 W send failed, message will retry: The read operation timed out\n62 I ${solapiHttp("400 Bad Request")}\n62 W send failed, message will retry: ('NotEnoughBalance', '잔액이 부족합니다.')`) } }),
  blind("mix-provider-probe-denied", "ok none", { api: answered(), worker: { logs: log(ok) }, provider: { error: { status: 401, errorCode: "InvalidAPIKey", errorMessage: "probe key" } }, notificationLogs: [row(true)] }),
  blind("mix-unauthorized-probe-only", "unknown/blocked none/provider.unauthorized", { provider: { error: { status: 401, errorCode: "InvalidAPIKey", errorMessage: "key" } } }),
];
