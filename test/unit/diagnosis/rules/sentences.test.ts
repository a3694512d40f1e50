import assert from "node:assert/strict";
import fs from "node:fs";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { catalogue } from "../../../../src/diagnosis/logs/catalogue/catalogue";
import { thrownIn } from "../../../../src/diagnosis/logs/thrown";
import { causes } from "../../../../src/diagnosis/causes/allCauses";
import { diagnose } from "../../../../src/diagnosis/verdict";

const ofWorker = (...lines: string[]) =>
  diagnose(parseEvidence({ version: 1, worker: { logs: lines.join("\n") } })).verdict;
const ofApi = (...lines: string[]) => diagnose(parseEvidence({ version: 1, api: { logs: lines.join("\n") } })).verdict;

const allRules = Object.values(causes).flatMap(({ rules }) => rules);

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
    assert.equal(title, "No answer from SQS");
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

  const fixesOfWorker = (...lines: string[]) => ofWorker(...lines).fixes.map(({ id }) => id);

  it("name the refusing policy, write the action as policies do, and stop a worker that sends again and again", () => {
    const { fixes } = ofWorker(
      '2026-11-27 14:10:01 INFO worker HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 200 OK"',
      "2026-11-27 14:10:01 INFO worker send_sms ok to=0104**** group_id=G4V20261127141001XQ7D",
      "2026-11-27 14:10:02 ERROR worker Failed to delete message: An error occurred (AccessDenied) when calling the DeleteMessage operation: User: arn:aws:iam::111122223333:user/w is not authorized to perform: sqs:deletemessage on resource: arn:aws:sqs:ap-northeast-2:111122223333:jobs because no identity-based policy allows the sqs:deletemessage action",
    );
    assert.deepEqual(
      fixes.map(({ title }) => title),
      [
        "Allow sqs:DeleteMessage on arn:aws:sqs:ap-northeast-2:111122223333:jobs to arn:aws:iam::111122223333:user/w (no identity-based policy allows it)",
        "Stop the worker until then: each delivery may send the message again",
      ],
    );
  });

  it("grant nothing against an explicit deny", () => {
    const fixes = fixesOfWorker(
      "2026-11-27 14:10:02 ERROR worker An error occurred (AccessDenied) when calling the ReceiveMessage operation: User: arn:aws:iam::111122223333:user/w is not authorized to perform: sqs:receivemessage on resource: arn:aws:sqs:ap-northeast-2:111122223333:jobs with an explicit deny in a service control policy",
    );
    assert.deepEqual(fixes, ["lift-deny"]);
  });

  it("look for the source of credentials that failed, and restart where its token ran out", () => {
    const { title, explanation, fixes } = ofWorker(
      "2026-11-27 14:10:02 ERROR worker botocore.exceptions.CredentialRetrievalError: Error when retrieving credentials from container-role: Error retrieving metadata: Received non 200 response 400 from container metadata: Service account token failed basic claim validations: token is expired",
    );
    assert.equal(title, "The source of the AWS credentials failed");
    assert.match(explanation, /token is expired/);
    assert.deepEqual(
      fixes.map(({ id }) => id),
      ["check-credential-source", "restart-worker"],
    );
  });

  it("offer no route where a connection broke at the certificate, the name or the proxy", () => {
    const broken: readonly (readonly [string, string])[] = [
      ["certificate verify failed: unable to get local issuer certificate", "trust-certificate"],
      ["certificate verify failed: certificate has expired", "renew-certificate"],
      ["certificate verify failed: Hostname mismatch, certificate is not valid for 'api.solapi.com'", "check-host"],
      ["[SSL: WRONG_VERSION_NUMBER] wrong version number", "check-tls"],
      ["[Errno -3] Temporary failure in name resolution", "check-dns"],
      ["Tunnel connection failed: 403 Forbidden", "check-proxy"],
    ];
    for (const [said, fix] of broken)
      assert.deepEqual(
        fixesOfWorker(
          `2026-11-27 14:10:02 ERROR worker solapi send failed: HTTPSConnectionPool(host='api.solapi.com', port=443): ${said}`,
        ),
        [fix],
        said,
      );
  });

  it("start no container from an image that has to change", () => {
    assert.deepEqual(fixesOfWorker("exec /usr/local/bin/python: exec format error"), [
      "build-for-platform",
      "deploy-image",
    ]);
  });

  it("tell a secret that cannot be reached from one that may not be read", () => {
    const task = (why: string) =>
      fixesOfWorker(
        `"stoppedReason": "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: ${why}"`,
      )[0];
    assert.equal(
      task("RequestCanceled: request context canceled caused by: context deadline exceeded"),
      "open-route-secrets",
    );
    assert.equal(task("ResourceNotFoundException: Secrets Manager can't find the specified secret."), "check-secrets");
    assert.equal(
      task(
        "AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/exec/1 is not authorized to perform: secretsmanager:GetSecretValue on resource: solapi-key because no identity-based policy allows it",
      ),
      "grant-named",
    );
  });

  it("tell a database that was not reached from one that refuses", () => {
    const failed = (why: string) => {
      const { title, fixes } = ofWorker(`2026-11-27 14:10:02 ERROR worker django.db.utils.OperationalError: ${why}`);
      return [title, ...fixes.map(({ id }) => id)];
    };
    assert.deepEqual(failed('connection to server at "db", port 5432 failed: Connection refused'), [
      "The worker cannot reach the database",
      "open-database",
    ]);
    assert.deepEqual(
      failed('connection to server at "db" failed: FATAL:  password authentication failed for user "w"'),
      ["The database refuses the worker", "correct-database-login"],
    );
    assert.deepEqual(failed("FATAL:  remaining connection slots are reserved"), [
      "The database refuses the worker",
      "free-connections",
    ]);
  });

  it("say at which address a proxy found nobody", () => {
    const { explanation } = ofApi(
      '2026/11/27 19:47:31 [error] 26#26: *5 connect() failed (111: Connection refused) while connecting to upstream, client: 10.95.59.1, server: api, request: "POST / HTTP/1.1", upstream: "http://127.0.0.1:8000/", host: "api"',
    );
    assert.equal(explanation, "Nothing listens at http://127.0.0.1:8000/: the API's process is down or restarting.");
  });

  it("keep the beginning and the end of a long error, where what failed and why stand", () => {
    const { explanation } = ofApi(
      `2026-11-27 13:44:09,871 ERROR queue Failed to send message to ${"jobs-".repeat(30)}.fifo: An error occurred (MissingParameter) when calling the SendMessage operation: The request must contain the parameter MessageGroupId.`,
    );
    assert.match(explanation, /Failed to send message to jobs-.* … .*the parameter MessageGroupId\.$/);
  });

  it("list no error beside a verdict that is the same error", () => {
    const { findings } = diagnose(
      parseEvidence({
        version: 1,
        worker: {
          logs: [
            "ERROR:     services.solapi - 솔라피 API 호출 실패: [Errno -3] Temporary failure in name resolution",
            "ERROR:     tasks.send - 문자 발송 실패: [Errno -3] Temporary failure in name resolution",
          ].join("\n"),
        },
      }),
    );
    assert.deepEqual(findings, []);
  });

  it("recommend no account for a refusal of the CSRF check", () => {
    const { title, fixes } = ofApi(
      "WARNING django.security.csrf Forbidden (Origin checking failed - https://admin.example.kr does not match any trusted origins.): /api/v1/messaging/send/",
    );
    assert.equal(title, "Django's CSRF check refuses the request");
    assert.deepEqual(
      fixes.map(({ id }) => id),
      ["trust-origin"],
    );
  });

  it("look into the queue first where the request may have been handled behind the proxy", () => {
    const { explanation, fixes } = ofApi(
      '2026/11/27 15:00:02 [error] 31#31: *552 upstream prematurely closed connection while reading response header from upstream, client: 10.42.15.0, request: "POST /api/v1/messaging/send/ HTTP/1.1"',
    );
    assert.match(explanation, /may have been handled all the same/);
    assert.equal(fixes[0]?.id, "check-before-resend");
  });

  it("clear no list for a recipient who opted out", () => {
    const { outcome, fixes } = ofWorker("INFO worker Not sending a text message to user 311 because they opted-out.");
    assert.equal(outcome, "skipped");
    assert.deepEqual(
      fixes.map(({ id }) => id),
      ["respect-opt-out"],
    );
  });

  it("start no worker that still runs beside a child that died", () => {
    const fixes = fixesOfWorker(
      "[2026-11-27 15:00:05: ERROR/MainProcess] Task handler raised error: WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: 3.')",
    );
    assert.deepEqual(fixes, ["reconcile", "raise-memory"]);
  });

  it("write an action as policies do where AWS printed it in small letters", () => {
    const { explanation } = ofWorker(
      "2026-11-27 15:00:05 ERROR worker AccessDenied: User: arn:aws:sts::111122223333:assumed-role/w/4f is not authorized to perform: sqs:receivemessage on resource: arn:aws:sqs:ap-northeast-2:111122223333:jobs",
    );
    assert.match(explanation, /^SQS refused ReceiveMessage of the worker's identity on jobs: AccessDenied\./);
  });

  it("quote what was thrown, not the statement that threw it", () => {
    const { explanation } = ofWorker(
      "2026-11-27 15:00:05 ERROR worker poll failed",
      "Traceback (most recent call last):",
      '  File "/app/w.py", line 3, in poll',
      "    raise NoCredentialsError()",
      "botocore.exceptions.NoCredentialsError: Unable to locate credentials",
    );
    assert.match(explanation, /Unable to locate credentials/);
  });

  it("tell a role that may not be assumed from wrong keys", () => {
    const fixes = fixesOfWorker(
      "2026-11-27 15:00:05 ERROR consumer: Cannot connect to sqs://localhost//: An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity.",
    );
    assert.deepEqual(fixes, ["trust-policy"]);
  });

  it("give a full Redis memory in place of a start", () => {
    const fixes = fixesOfWorker(
      "2026-11-27 15:00:05 ERROR worker redis.exceptions.ResponseError: OOM command not allowed when used memory > 'maxmemory'.",
    );
    assert.deepEqual(fixes, ["free-redis"]);
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
  const sources = fs.globSync("src/diagnosis/{causes,rules}/**/*.ts");

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
    const read = new Set(allRules.map(({ id }) => id));
    const byVerdict = new Set(["connected", "handled", "not-removed"]);
    const unread = catalogue.flatMap(({ id, tells }) =>
      tells === undefined || read.has(tells) || byVerdict.has(tells) ? [] : [id],
    );
    assert.deepEqual(unread, []);
  });
});
