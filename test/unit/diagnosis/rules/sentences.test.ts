import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { catalogue } from "../../../../src/diagnosis/logs/catalogue/catalogue";
import { thrownIn } from "../../../../src/diagnosis/logs/thrown";
import { allRules } from "../../../../src/diagnosis/rules/allRules";
import { diagnose } from "../../../../src/diagnosis/verdict";

const ofWorker = (...lines: string[]) =>
  diagnose(parseEvidence({ version: 1, worker: { logs: lines.join("\n") } })).verdict;
const ofApi = (...lines: string[]) => diagnose(parseEvidence({ version: 1, api: { logs: lines.join("\n") } })).verdict;

describe("sentences that fit their line", () => {
  it("call a refused deletion no refused receipt", () => {
    const { title } = ofWorker(
      "2026-11-27 15:00:05 ERROR worker An error occurred (AccessDenied) when calling the DeleteMessage operation: denied",
    );
    assert.equal(title, "The worker may not delete from the queue");
  });

  it("say that a request without an answer went out, and look before sending again", () => {
    const { title, outcome, fixes } = ofApi(
      'Failed to send message to academy-messaging-jobs: Read timeout on endpoint URL: "https://sqs.ap-northeast-2.amazonaws.com/"',
    );
    assert.equal(title, "No answer from SQS in time");
    assert.equal(outcome, "ambiguous");
    assert.equal(fixes[0]?.id, "check-before-resend");
  });

  it("name what a FIFO queue wants", () => {
    const { fixes } = ofApi(
      "Failed to send message to jobs.fifo: An error occurred (MissingParameter) when calling the SendMessage operation: The request must contain the parameter MessageGroupId.",
    );
    assert.equal(fixes[0]?.id, "fit-fifo");
  });

  it("say of a message that was sent and not removed that it comes again", () => {
    const { outcome, explanation, fixes } = ofWorker(
      'INFO:httpx:HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 200 OK"',
      "INFO:messaging.worker:send_sms ok to=0104**** group_id=G4V20261127163012LLQZ",
      "ERROR:messaging.worker:could not delete message: Reason: The receipt handle has expired.",
    );
    assert.equal(outcome, "ok");
    assert.match(explanation, /It is delivered again/);
    assert.deepEqual(
      fixes.map(({ id }) => id),
      ["raise-visibility"],
    );
  });

  it("quote what a proxy says where no answer was collected", () => {
    const { explanation } = ofApi(
      "2026/11/27 15:00:02 [error] 31#31: *7 no live upstreams while connecting to upstream",
    );
    assert.match(explanation, /^The proxy got no answer from the API: \*7 no live upstreams/);
  });

  it("read an access line in JSON as an answer", () => {
    const { cause } = ofApi(
      '{"time":"2026-11-27T06:00:02Z","method":"POST","path":"/api/v1/messaging/send/","status":502,"request_time":0.004}',
    );
    assert.equal(cause, "api.gateway");
  });

  it("take Korean prose for no error of the worker", () => {
    const { cause } = ofWorker("지난달에 문자 발송 오류가 있었다고 하는데 원인은 아직 모른다고 했다.");
    assert.equal(cause, "none");
  });

  it("do not guess a refusal by Solapi from a secret's name in a line that is known", () => {
    const { findings } = diagnose(
      parseEvidence({
        version: 1,
        worker: {
          logs: '"stoppedReason": "ResourceInitializationError: unable to pull secrets: failed to fetch secret solapi-key"',
        },
      }),
    );
    assert.deepEqual(findings, []);
  });
});

describe("errors as runtimes print them", () => {
  const types: readonly (readonly [string, string])[] = [
    ['Exception in thread "main" java.lang.IllegalStateException: no queue', "java.lang.IllegalStateException"],
    ["Unhandled exception. System.TimeoutException: late", "System.TimeoutException"],
    ["PHP Fatal error:  Uncaught App\\SendException: refused in /srv/a.php:3", "App\\SendException"],
    ["** (RuntimeError) boom", "RuntimeError"],
    ["panic: runtime error: index out of range", "panic"],
    ["thread 'main' panicked at src/main.rs:4:5:", "panic"],
    ["{ Error: socket hang up", "Error"],
    ["[UnknownEndpoint: Inaccessible host]", "UnknownEndpoint"],
    ["Aws::SQS::Errors::AccessDenied: denied", "Aws::SQS::Errors::AccessDenied"],
  ];
  for (const [line, type] of types) it(`are exceptions: ${line}`, () => assert.equal(thrownIn(line)?.type, type));

  it("are none in a program's own words", () => assert.equal(thrownIn("Error: Invalid value for '-A'"), undefined));
});

describe("a new log line", () => {
  const sources = fs
    .readdirSync("src/diagnosis/rules", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join("src/diagnosis/rules", name));

  it("needs no regular expression in a rule", () => {
    for (const file of sources) {
      const code = fs
        .readFileSync(file, "utf8")
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
        .replace(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, '""');
      assert.doesNotMatch(code, /new RegExp|[=(,:[]\s*\/[^/\n]+\//, file);
    }
  });

  it("needs one entry of the catalogue: whatever a pattern can tell is read by a rule or by the verdict", () => {
    const read = new Set(allRules.map(({ id }) => id.slice(id.indexOf("/") + 1)));
    const byVerdict = new Set(["connected", "handled", "not-removed"]);
    const unread = catalogue.flatMap(({ id, tells }) =>
      tells === undefined || read.has(tells) || byVerdict.has(tells) ? [] : [id],
    );
    assert.deepEqual(unread, []);
  });
});
