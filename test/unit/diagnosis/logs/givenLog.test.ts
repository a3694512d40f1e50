import assert from "node:assert/strict";
import { untellingLog } from "../../../../src/diagnosis/logs/givenLog";
import { parseLog } from "../../../../src/diagnosis/logs/logParser";
import { diagnoseParsed } from "../../../../src/diagnosis/verdict";

const worker = (level: string, text: string) => `2026-03-05 10:00:03,500 [${level}] [MESSAGING-WORKER] ${text}`;
const started = worker("INFO", "Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s");
const access = '10.0.0.4 - - [05/Mar/2026:10:00:00 +0900] "GET /api/v1/students/ HTTP/1.1" 200 512 "-" "Mozilla/5.0"';
const bytes = Uint8Array.from({ length: 2_000 }, (_, index) => (index * 97) % 251);
const binary = new TextDecoder().decode(bytes);

const of = (text: string) => untellingLog(parseLog(text, { source: "worker.logs" }));

describe("a worker's log that decides nothing", () => {
  it("is told from one that was not collected: empty, not text, another program's, without a message", () => {
    assert.equal(of(""), "empty");
    assert.equal(of("\n\n  \r\n"), "empty");
    assert.equal(of(binary), "binary");
    assert.equal(of(`${access}\n${access}`), "foreign");
    assert.equal(of("a\nb"), "foreign");
    assert.equal(of(`${worker("INFO", "Redis connected: redis:6379 db=0")}\n${started}`), "idle");
  });

  it("is not what tells of a message, or of an error", () => {
    const lines = [
      worker("INFO", "send_sms ok to=0101**** group_id=G4V7"),
      worker("ERROR", "Failed to receive message from academy-messaging-jobs: Queue URL not found"),
      worker("ERROR", "something that nobody knows"),
      worker("WARNING", "SQS unavailable (AWS credentials invalid or missing?). Waiting 60s. x"),
    ];
    for (const line of lines) assert.equal(of(`${started}\n${line}`), undefined, line);
  });

  it("is said in the reason, in both languages, and a verdict that stands is left as it is", () => {
    const told = (text: string, language: "en" | "ko") => {
      const log = parseLog(text, { source: "worker.logs" });
      const evidence = { worker: { logs: text } };
      return diagnoseParsed(evidence, { worker: log }, { language }).verdict;
    };
    assert.match(told("", "en").explanation, /^The worker's log is empty/);
    assert.match(told(access, "en").explanation, /another program's/);
    assert.match(told(started, "en").explanation, /^The worker started and took no message/);
    assert.match(told("", "ko").explanation, /^워커 로그가 비어 있습니다/);
    assert.deepEqual(told("", "en").needs.includes("worker.logs"), false);
    const refused = worker("WARNING", "send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록");
    assert.equal(told(`${started}\n${refused}`, "en").cause, "provider.sender-not-registered");
    assert.doesNotMatch(told(`${started}\n${refused}`, "en").explanation, /no message|another program's/);
  });
});
