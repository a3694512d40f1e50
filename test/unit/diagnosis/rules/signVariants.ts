import { apiLog, enqueued, error, line, refused, worker } from "./bundles";
import type { Variant } from "./variants";

const lone = (...lines: string[]) => ({ ...enqueued(), ...worker(...lines) });
const api = (...lines: string[]) => ({ api: { logs: lines.join("\n") } });

/** Faults told by other programs: the kernel, Docker, Kubernetes, systemd, Celery, other providers. */
// prettier-ignore
export const signVariants: readonly Variant[] = [
  ["api.unreachable", "blocked", "gunicorn does not boot", api("[2026-03-05 10:00:01 +0900] [1] [ERROR] Reason: Worker failed to boot.")],
  ["api.gateway", "blocked", "nginx alone", { api: { logs: apiLog("connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1") } }],
  ["api.timeout", "blocked", "gunicorn alone", api("[2026-03-05 10:00:31 +0900] [1] [CRITICAL] WORKER TIMEOUT (pid:7)")],
  ["api.wrong-endpoint", "blocked", "no last slash", refused(500, "<h1>RuntimeError at /api/v1/messaging/send</h1><pre>You called this URL via POST, but the URL doesn&#x27;t end in a slash and you have APPEND_SLASH set.</pre>")],
  ["worker.recipient-blocked", "skipped", "opted out", lone("2026-03-05 10:00:02,118 INFO project.sms Not sending a text message to user 311 because they opted-out.")],
  ["worker.exception", "blocked", "Celery", lone("[2026-03-05 10:00:02,120: ERROR/ForkPoolWorker-1] Task messaging.send[4f] raised unexpected: KeyError('recipient')")],
  ["worker.oom-killed", "blocked", "kubectl describe", lone("    Last State:     Terminated", "      Reason:       OOMKilled", "      Exit Code:    137")],
  ["worker.exited", "blocked", "systemd", lone("Mar 05 10:00:02 api systemd[1]: messaging-worker.service: Main process exited, code=exited, status=1/FAILURE")],
  ["worker.crash-loop", "blocked", "systemd gives up", lone("Mar 05 10:00:02 api systemd[1]: messaging-worker.service: Start request repeated too quickly.")],
  ["worker.exited", "blocked", "CRLF in the entry point", lone("exec /app/entrypoint.sh: no such file or directory")],
  ["worker.exited", "blocked", "another architecture", lone("standard_init_linux.go:211: exec user process caused \"exec format error\"")],
  ["worker.not-running", "blocked", "image not pulled", lone("Failed to pull image \"academy/worker:1\": rpc error: code = NotFound")],
  ["worker.oom-killed", "ambiguous", "Celery's child", lone("[2026-03-05 10:00:02,120: ERROR/MainProcess] Process 'ForkPoolWorker-3' pid:27 exited with 'signal 9 (SIGKILL)'")],
  ["worker.exited", "ambiguous", "Celery's child crashed", lone("[2026-03-05 10:00:02,120: ERROR/MainProcess] Process 'ForkPoolWorker-3' pid:27 exited with 'signal 11 (SIGSEGV)'")],
  ["worker.message-not-json", "blocked", "kombu", lone("[2026-03-05 10:00:02,120: CRITICAL/MainProcess] Can't decode message body: DecodeError()")],
  ["worker.module-not-found", "blocked", "Celery", lone("[2026-03-05 10:00:02,120: ERROR/MainProcess] Received unregistered task of type 'messaging.send'.")],
  ["worker.lock-unavailable", "blocked", "Redis is read-only", lone(error(2, "You can't write against a read only replica."))],
  ["worker.database", "blocked", "MySQL", lone(error(2, "(2006, 'MySQL server has gone away')"))],
  ["provider.recipient-invalid", "blocked", "Twilio", lone(error(2, "The 'To' number +82104821 is not a valid phone number."))],
  ["provider.sender-not-registered", "blocked", "Twilio", lone(error(2, "The 'From' number +8231720 is not a valid phone number."))],
  ["provider.unauthorized", "blocked", "Naver", lone(error(2, '{"type":"urn:naver:api:problem:invalid-signature"}'))],
  ["provider.clock-skew", "blocked", "Naver", lone(error(2, '{"type":"urn:naver:api:problem:invalid-timestamp"}'))],
  ["provider.account-blocked", "blocked", "Twilio", lone(error(2, "Trial accounts cannot send messages to unverified numbers"))],
  ["provider.undelivered", "silent", "SNS", lone(line(2, '{"delivery":{"providerResponse":"Blocked as spam by phone carrier"},"status":"FAILURE"}'))],
  ["provider.refused", "blocked", "a modem", lone(error(2, "Sending message to +8210 failed (cause: generic:-1)"))],
  ["provider.recipient-blocked", "blocked", "unsubscribed at Twilio", lone(error(2, "[HTTP 400] 21610 : Attempt to send to unsubscribed recipient"))],
  ["worker.lock-unavailable", "blocked", "an unread error about Redis", lone(error(2, "The lock in Redis was lost"))],
  ["worker.database", "blocked", "an unread error about a database", lone(error(2, "The transaction was given up"))],
  ["provider.refused", "blocked", "an unread error about text messages", lone(error(2, "The SMS went nowhere"))],
  ["api.rate-limited", "blocked", "nginx lets no more through", api("2026/03/05 10:00:02 [error] 31#31: *7 limiting requests, excess: 5.230 by zone \"api\", client: 10.0.1.7")],
  ["api.server-error", "blocked", "an unread error in the API's log", api("[2026-03-05 10:00:02 +0900] [31] [ERROR] Error handling request /api/v1/messaging/send/")],
  ["worker.exception", "ambiguous", "Celery's time limit", lone("[2026-03-05 10:00:02,120: ERROR/MainProcess] Hard time limit (60s) exceeded for messaging.send[2f4b]")],
  ["worker.message-format", "blocked", "Celery knows no such message", lone("[2026-03-05 10:00:02,120: WARNING/MainProcess] Received and deleted unknown message. Wrong destination?!?")],
  ["provider.balance", "blocked", "Aligo", lone(error(2, '{"result_code":"-201","message":"보유건수가 부족합니다."}'))],
  ["provider.quota", "blocked", "SNS", lone(error(2, '{"delivery":{"providerResponse":"No quota left for account"},"status":"FAILURE"}'))],
  ["provider.rate-limited", "blocked", "Twilio", lone(error(2, "HTTP 429 error: Unable to create record: Too Many Requests"))],
  ["provider.text-invalid", "blocked", "Twilio", lone(error(2, "The concatenated message body exceeds the 1600 character limit."))],
  ["provider.alimtalk-config", "blocked", "the channel's key", lone(error(2, '{"code":"1003","message":"발신 프로필 키가 유효하지 않음"}'))],
  ["provider.template-mismatch", "blocked", "Kakao", lone(error(2, '{"resultCode":"3016","resultMessage":"NoMatchedTemplateException"}'))],
  ["api.unreachable", "blocked", "the API's container ended", api("api_1 exited with code 1")],
  ["api.unreachable", "blocked", "the API's container ends again and again", api("Back-off restarting failed container api in pod api-7d9c")],
  ["api.unreachable", "blocked", "the API's command cannot be run", api("exec /app/api.sh: exec format error")],
  ["api.unreachable", "blocked", "the API's image is missing", api("Failed to pull image \"academy/api:1\": rpc error: code = NotFound")],
  ["api.unreachable", "blocked", "the API was killed for memory", api("Out of memory: Killed process 812 (gunicorn)")],
  ["worker.not-running", "blocked", "Celery does not answer", lone("Error: No nodes replied within time constraint")],
  ["provider.timeout", "ambiguous", "Apprise", lone(error(2, "A Connection error occurred sending SMS to 0101****."))],
  ["provider.ip-not-allowed", "blocked", "another provider", lone(error(2, '{"code":"E101","message":"허용되지 않은 IP 입니다"}'))],
  ["provider.alimtalk-undelivered", "silent", "Kakao", lone(error(2, "3018 메시지를 전송할 수 없음"))],
  ["provider.template-not-found", "blocked", "Kakao", lone(error(2, "템플릿을 찾을 수 없음"))],
  ["worker.exception", "blocked", "aws-sqsd", lone("2026-03-05T01:00:02Z http-err: f0d021e8-cde9-413f-aafc-e1a02a523912 (1) 403 - 0.004")],
  ...guesses("provider", [
    ["balance", "Infobip: you do not have enough credit for this"],
    ["sender-not-registered", "Clickatell: originator is not allowed"],
    ["template-not-found", "BizM: template code was not approved"],
    ["template-mismatch", "BizM: template parameters differ"],
    ["account-blocked", "Infobip: account has been suspended"],
    ["unauthorized", "Infobip: invalid login details"],
    ["quota", "Infobip: monthly limit"],
    ["rate-limited", "Infobip: throughput of the connection used up"],
    ["text-invalid", "Clickatell: message body too long"],
    ["request-invalid", "Infobip: malformed payload"],
  ]),
  ["provider.undelivered", "blocked", "words alone", lone(error(2, "Infobip: absent subscriber"))],
  ["provider.server-error", "ambiguous", "words alone", lone(error(2, "Infobip: service is temporarily unavailable"))],
  ...guesses("queue", [
    ["not-found", "Kafka: unknown topic academy-messages"],
    ["access-denied-receive", "broker: login was refused"],
    ["endpoint-unreachable", "broker transport failure"],
  ]),
  ["queue.throttled", "degraded", "words alone", lone(error(2, "Kafka: too many requests of this client"))],
  ["api.rate-limited", "blocked", "words alone", api("2026-03-05 10:00:02,120 ERROR api request throttled")],
];

/** Errors that only their words place. */
function guesses(layer: "provider" | "queue", said: readonly (readonly [string, string])[]): Variant[] {
  return said.map(([cause, text]) => [
    `${layer}.${cause}` as Variant[0],
    "blocked",
    "words alone",
    lone(error(2, text)),
  ]);
}
