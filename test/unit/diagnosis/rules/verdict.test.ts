import assert from "node:assert/strict";
import { exitCodeOf } from "../../../../src/diagnosis/diagnosis";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { diagnose, diagnoseParsed } from "../../../../src/diagnosis/verdict";
import { parseLog } from "../../../../src/diagnosis/logs/logParser";
import { ExpectedError } from "../../../../src/common/errors";
import {
  type Pasted,
  bundleOf,
  call,
  counts,
  enqueued,
  error,
  healthy,
  line,
  logs,
  refused,
  row,
  smsOk,
  worker,
} from "./bundles";

const verdictOf = (pasted: Pasted) => diagnose(bundleOf(pasted)).verdict;
const told = (pasted: Pasted) => {
  const { cause, outcome } = verdictOf(pasted);
  return `${cause} ${outcome}`;
};
const denied =
  "Failed to receive message from academy-messaging-jobs: An error occurred (AccessDenied) when calling the ReceiveMessage operation: …";
const refusal = (second: number, to = "0101****") =>
  line(second, `send_sms MessageNotReceivedError to=${to} reason=[1062] 발신번호 미등록`, "WARNING");

describe("verdict", () => {
  it("never decides by lines from before the send", () => {
    const old = `2026-03-05 09:59:00,000 [ERROR] [MESSAGING-WORKER] ${denied}`;
    assert.equal(told({ ...enqueued(), ...worker(old, call(), smsOk()) }), "none ok");
    assert.equal(told({ ...enqueued(), worker: { logs: `${old}\n` } }), "worker.not-polling blocked");
  });

  it("reads the same lines in UTC", () => {
    const utc = logs(call(), refusal(3)).replaceAll(" 10:", " 01:");
    assert.equal(told({ ...enqueued(), worker: { logs: utc } }), "provider.sender-not-registered blocked");
  });

  it("prefers the deepest layer: a refusal by Solapi beats the dead-letter queue it led to", () => {
    const evidence = { ...enqueued(), queue: counts(0, 0, { dead: 1 }), ...worker(call(), refusal(3)) };
    assert.equal(told(evidence), "provider.sender-not-registered blocked");
    assert.ok(diagnose(bundleOf(evidence)).findings.some(({ cause }) => cause === "queue.dead-lettered"));
  });

  it("takes a failure back when a later attempt went through", () => {
    const { verdict, findings } = diagnose(
      bundleOf({ ...enqueued(), ...worker(call(), refusal(3), call("200 OK", 62), smsOk(63)) }),
    );
    assert.equal(verdict.outcome, "ok");
    assert.deepEqual(
      findings.map(({ cause, outcome }) => [cause, outcome]),
      [["provider.sender-not-registered", "degraded"]],
    );
  });

  it("does not take it back for an earlier success of another message", () => {
    assert.equal(
      told({ ...enqueued(), ...worker(call(), smsOk(2), call("200 OK", 5), refusal(6)) }),
      "provider.sender-not-registered blocked",
    );
  });

  it("calls a batch of which some were refused degraded", () => {
    assert.equal(
      told({ ...enqueued(2), ...worker(call(), smsOk(2), call("200 OK", 5), refusal(6, "0109****")) }),
      "provider.sender-not-registered degraded",
    );
  });

  it("lowers the confidence where evidence contradicts, and says so", () => {
    const body = { detail: "발신번호가 등록되지 않았습니다." };
    const plain = verdictOf(refused(400, body));
    const odd = verdictOf({ ...refused(400, body), ...worker(call(), smsOk()) });
    assert.equal(odd.cause, "api.sender-empty");
    assert.ok(odd.confidence < plain.confidence);
    assert.match(odd.explanation, /another message/);
  });

  it("does not blame differing environments when the worker evidently takes messages", () => {
    const evidence = {
      ...enqueued(),
      api: { ...(enqueued()["api"] as object), env: { AWS_REGION: "us-east-1" } },
      worker: { logs: logs(call(), smsOk()), env: { AWS_REGION: "ap-northeast-2" } },
    };
    const { verdict, findings } = diagnose(bundleOf(evidence));
    assert.equal(verdict.outcome, "ok");
    assert.ok(findings.every(({ confidence }) => confidence < 0.5));
  });

  it("does not take silence for evidence where it was not looked", () => {
    for (const evidence of [
      enqueued(),
      { ...enqueued(), notificationLogs: [] },
      { ...enqueued(), tenant: { messaging_sender: "" } },
    ])
      assert.equal(verdictOf(evidence).outcome, "unknown");
    assert.deepEqual(verdictOf(enqueued()).needs, [
      "worker.logs",
      "worker.container",
      "queue",
      "notificationLogs",
      "provider.messages",
    ]);
  });

  it("does not judge silence seconds after the send", () => {
    assert.equal(
      verdictOf({ ...enqueued(), collectedAt: "2026-03-05T10:00:02+09:00", queue: counts(0, 1), worker: { logs: "" } })
        .outcome,
      "unknown",
    );
  });

  it("is sure only with positive evidence", () => {
    const silent = verdictOf({
      ...enqueued(),
      queue: counts(0, 9),
      worker: { logs: "", container: { state: "running" } },
      notificationLogs: [],
    });
    assert.equal(silent.cause, "worker.not-polling");
    assert.ok(silent.confidence < 0.8);
  });

  it("does not confuse the tenant's credit with Solapi's balance", () => {
    assert.equal(
      told({ notificationLogs: [row(false, "insufficient_balance")] }),
      "worker.credit-insufficient blocked",
    );
    assert.equal(
      told({ notificationLogs: [row(false, "('NotEnoughBalance', '잔액이 부족합니다.')")] }),
      "provider.balance blocked",
    );
  });

  it("does not confuse a signature that AWS refuses with one that Solapi refuses", () => {
    const retry = line(
      2,
      "send failed, message will retry: ('SignatureDoesNotMatch', '시그니처가 일치하지 않습니다.')",
      "WARNING",
    );
    assert.equal(told({ ...enqueued(), ...worker(retry) }), "provider.unauthorized blocked");
  });

  it("believes the deeper word about a queue that was denied first and then worked", () => {
    assert.equal(told({ ...enqueued(), ...worker(error(1, denied), call("200 OK", 30), smsOk(31)) }), "none ok");
  });

  it("says that the August generation ignores the tenant's number, and offers no such fix", () => {
    const verdict = verdictOf({
      ...enqueued(),
      queue: { name: "academy-v1-messaging-queue" },
      notificationLogs: [row(false, "[1062] 발신번호 미등록")],
      tenant: { code: "hakwonplus", messaging_sender: "" },
    });
    assert.match(verdict.explanation, /ignores Tenant\.messaging_sender/);
    assert.ok(verdict.fixes.every(({ id }) => id !== "set-sender"));
  });

  it("offers the command with the first registered number", () => {
    const verdict = verdictOf({
      ...enqueued(),
      ...worker(call(), refusal(3)),
      tenant: { code: "hakwonplus", messaging_sender: "" },
      provider: { senders: ["0212345678", "0311112222"] },
    });
    assert.equal(verdict.fixes[0]?.command, "messaging tenant set hakwonplus --sender 0212345678");
  });

  it("a message that the API refused is not said to have a sender that the provider does not know", () => {
    const { findings } = diagnose(
      bundleOf({
        ...refused(404, { code: "tenant_invalid", detail: "Tenant 'nope' not found" }),
        worker: { env: { SOLAPI_SENDER: "01000000000" } },
        provider: { senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }] },
      }),
    );
    assert.deepEqual(findings, []);
  });

  it("masks recipients and secrets in excerpts and explanations", () => {
    const diagnosis = diagnose(
      bundleOf({
        ...enqueued(),
        ...worker(error(2, "Invalid message format: {'to': '010-1234-5678', 'api_key': 'NCSABCDEFGH'}")),
      }),
    );
    assert.doesNotMatch(JSON.stringify(diagnosis), /1234|NCSABCDEFGH/);
  });

  it("is not misled by a dropped second delivery, nor by a foreign payload beside a message that was sent", () => {
    const evidence = {
      ...enqueued(),
      ...worker(
        error(1, "Invalid JSON in message body"),
        call(),
        smsOk(3),
        line(20, "IDEMPOTENT_SKIP job_id=1 reason=duplicate"),
      ),
    };
    const { verdict, findings } = diagnose(bundleOf(evidence));
    assert.equal(verdict.outcome, "ok");
    assert.ok(findings.every(({ outcome }) => outcome === "degraded"));
  });

  it("keeps a skipped message skipped, whatever was sent after it", () => {
    const skip = line(2, "tenant_id=1 insufficient_balance balance=5 base_price=20, skip send", "WARNING");
    assert.equal(told({ ...enqueued(), ...worker(skip, call(), smsOk(9)) }), "worker.credit-insufficient blocked");
  });

  it("is not yet sure while the worker is down and its log says nothing, or has not settled", () => {
    const down = verdictOf({
      ...enqueued(),
      worker: { container: { state: "restarting", restartCount: 3 }, logs: "" },
    });
    assert.deepEqual([down.cause, down.confidence < 0.8], ["worker.crash-loop", true]);
    const unsettled = verdictOf({
      ...enqueued(),
      ...worker(call()),
      notificationLogs: [],
      provider: { messages: [{ statusCode: "2000" }] },
    });
    assert.deepEqual([unsettled.outcome, unsettled.confidence < 0.8], ["ok", true]);
  });

  it("leaves ignored causes out", () => {
    const evidence = bundleOf({ ...enqueued(), ...worker(line(2, "reservation_id=88 cancelled, skip send")) });
    assert.equal(
      diagnose(evidence, { ignored: ["worker.reservation-cancelled"] }).verdict.cause ===
        "worker.reservation-cancelled",
      false,
    );
  });

  it("speaks Korean", () => {
    const { verdict } = diagnose(bundleOf({ ...enqueued(), ...worker(call(), refusal(3)) }), { language: "ko" });
    assert.match(verdict.title, /발신번호 미등록/);
  });

  it("gives the same verdict for logs that were parsed before", () => {
    const evidence = bundleOf(healthy);
    const { logs: text = "" } = evidence.worker ?? {};
    const parsed = parseLog(text, { source: "worker.logs", sentAt: evidence.sentAt! });
    assert.equal(diagnoseParsed({ ...evidence, worker: {} }, { worker: parsed }).verdict.outcome, "ok");
  });

  it("has an exit code for each kind of answer", () => {
    assert.equal(exitCodeOf(diagnose(bundleOf(healthy))), 0);
    assert.equal(exitCodeOf(diagnose(bundleOf(enqueued(0, 1)))), 1);
    assert.equal(exitCodeOf(diagnose(bundleOf({}))), 2);
  });
});

describe("evidence", () => {
  const problem = (input: unknown): string => {
    try {
      parseEvidence(input);
    } catch (thrown) {
      assert.ok(ExpectedError.is(thrown, "evidence-unreadable"));
      return thrown.message;
    }
    return "";
  };

  it("names the JSON path that is wrong", () => {
    assert.match(problem({ version: 1, worker: { container: { state: {} } } }), /worker\.container\.state/);
    assert.match(problem({ version: 1, provider: { messages: ["x"] } }), /provider\.messages\[0\]/);
    assert.match(problem({ version: 2 }), /version/);
    assert.match(problem("{"), /\$: not JSON/);
    assert.match(problem("[]"), /\$/);
    assert.match(problem(null), /\$/);
  });

  it("refuses a time that is none: it goes into a command", () => {
    for (const sentAt of [
      "yesterday",
      "10:00",
      "2026-13-05T10:00:00Z",
      "2026-03-05T10:00:00Z; rm x",
      1_772_672_400_000,
    ])
      assert.match(problem({ sentAt }), /: sentAt: /, String(sentAt));
    assert.match(problem({ collectedAt: "now" }), /: collectedAt: /);
    for (const sentAt of ["2026-03-05T10:00:00+09:00", "2026-03-05T01:00:00.123Z", "2026-03-05 10:00:00", "", null])
      assert.equal(problem({ sentAt }), "", String(sentAt));
  });

  it("refuses a negative count", () => {
    assert.match(problem({ queue: { after: { visible: -1 } } }), /: queue\.after\.visible: /);
    assert.match(problem({ worker: { container: { restartCount: "-2" } } }), /: worker\.container\.restartCount: /);
  });

  it("takes what is harmlessly odd", () => {
    const evidence = parseEvidence({
      api: { status: "200", elapsedMs: "12", env: { DEBUG: true, SECRET: null } },
      queue: { after: { visible: "3" }, redrive: null },
      worker: { logs: ["one", "two"], container: null },
      tenant: { credit_balance: 10, messaging_is_active: "false" },
      unknown: { field: 1 },
    });
    assert.deepEqual(evidence.api, { status: 200, elapsedMs: 12, env: { DEBUG: "true", SECRET: "" } });
    assert.deepEqual(evidence.queue, { after: { visible: 3 }, redrive: null });
    assert.equal(evidence.worker?.logs, "one\ntwo");
    assert.deepEqual(evidence.tenant, { credit_balance: "10", messaging_is_active: false });
  });
});

describe("fixes and sentences that fit what was found", () => {
  const fixesOf = (pasted: Pasted) => verdictOf(pasted).fixes.map(({ id }) => id);
  const thrown = (exception: string) =>
    worker(`${error(2, "send_sms failed to=0101****")}\nTraceback (most recent call last):\n${exception}`);

  it("a paused worker goes on, it is not restarted", () => {
    const paused = { container: { name: "messaging-worker", state: "paused" } };
    const { cause, fixes } = verdictOf({ ...enqueued(), queue: counts(0, 1), worker: paused });
    assert.equal(cause, "worker.not-polling");
    assert.equal(fixes[0]?.command, "docker unpause messaging-worker");
  });

  it("a connection that was never made is not said to have sent perhaps", () => {
    const connect = verdictOf({ ...enqueued(), ...thrown("httpx.ConnectTimeout: timed out") });
    assert.doesNotMatch(connect.explanation, /may have been sent/);
    assert.deepEqual(fixesOf({ ...enqueued(), ...thrown("httpx.ConnectTimeout: timed out") }), ["open-route-solapi"]);
    const read = verdictOf({ ...enqueued(), ...thrown("httpx.ReadTimeout: timed out") });
    assert.match(read.explanation, /may have been sent: never resend/);
    assert.deepEqual([read.outcome, read.fixes[0]?.id], ["ambiguous", "reconcile"]);
  });

  it("what the provider had answered before the worker ended is looked up first, and Solapi stays open", () => {
    const container = { state: "exited", exitCode: 137, oomKilled: true };
    const killed = { ...enqueued(), worker: { container, logs: logs(call()) } };
    const { verdict, layers } = diagnose(bundleOf(killed));
    assert.equal(`${verdict.cause} ${verdict.outcome}`, "worker.oom-killed ambiguous");
    assert.equal(verdict.fixes[0]?.id, "reconcile");
    assert.match(verdict.explanation, /may have been sent/);
    assert.equal(layers.at(-1)?.status, "unknown");
  });

  it("a message that was sent and could not be removed is said to come again", () => {
    const { explanation, outcome } = verdictOf({
      ...enqueued(),
      ...worker(call(), smsOk(), error(3, "Failed to delete message: Read timeout on endpoint URL: sqs")),
    });
    assert.equal(outcome, "degraded");
    assert.match(explanation, /could not be removed from the queue\. It is delivered again/);
  });

  it("two consumers on one queue are said, with what each took and who took this message", () => {
    const seen = { name: "Python boto3", isPolling: true, hasTaken: false, hasDeleted: false };
    const shares = [{ name: "Python boto3", taken: 3 }, { taken: 1 }];
    const sent = { ...enqueued(), ...worker(call(), smsOk()) };
    const own = verdictOf({ ...sent, otherConsumer: { ...seen, shares, isOwnTaker: true } });
    const sentence =
      "2 consumers share the queue, and each message goes to one of them. Messages taken so far: Python boto3 3, " +
      "this environment's own worker 1. This one was taken by: this environment's own worker.";
    assert.deepEqual([own.outcome, own.explanation.endsWith(sentence)], ["ok", true], own.explanation);
    const waiting = verdictOf({ ...enqueued(), otherConsumer: { ...seen, shares } });
    assert.match(waiting.explanation, /this environment's own worker 1\.$/);
    assert.doesNotMatch(verdictOf({ ...sent, otherConsumer: seen }).explanation, /consumers/);
    const refusedThere = verdictOf({ ...refused(403, { detail: "no" }), otherConsumer: { ...seen, shares } });
    assert.doesNotMatch(refusedThere.explanation, /consumers/);
  });

  it("a tenant that has a number is not said to have none", () => {
    const missing = { ...enqueued(), tenant: { code: "demo", messaging_sender: "0212345678" } };
    const { explanation } = verdictOf({ ...missing, notificationLogs: [row(false, "sender_required")] });
    assert.match(explanation, /The tenant has 0212345678 now/);
  });
});
