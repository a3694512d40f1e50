import assert from "node:assert/strict";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { diagnose } from "../../../../src/diagnosis/verdict";

const verdictOn = (...logs: string[]) =>
  diagnose(parseEvidence({ version: 1, worker: { logs: logs.join("\n") } })).verdict;

describe("what a sentence quotes", () => {
  it("is the provider's message, not the JSON around it", () => {
    const answer = '{"errorCode":"NotEnoughBalance","errorMessage":"포인트 혹은 캐쉬가 부족합니다."}';
    const { explanation } = verdictOn(`WARNING:root:solapi response 402: ${answer}`);
    assert.match(
      explanation,
      /^The provider answered NotEnoughBalance\. It said: 포인트 혹은 캐쉬가 부족합니다\. This/,
    );
  });

  it("is the provider's message, not the fields around it", () => {
    const fields = "groupId=G4V2026 statusCode=3103 statusMessage=템플릿 내용이 일치하지 않음, type=ATA";
    const { explanation } = verdictOn(`21:44:10.021 [task-4] WARN  kr.haneul.alimtalk.Sender - 발송결과 ${fields}`);
    assert.equal(explanation.split(". ")[1], "It said: 템플릿 내용이 일치하지 않음.");
  });

  it("is the error in a field beside the message", () => {
    const error = "pq: remaining connection slots are reserved for non-replication superuser connections";
    const { cause, explanation } = verdictOn(
      `time=2026-11-30T12:01:09Z level=ERROR msg="load tenant" id=88121 err="${error}"`,
    );
    assert.equal(cause, "worker.database");
    assert.ok(explanation.startsWith(`Load tenant: ${error}.`), explanation);
  });

  it("is nothing of a pasted state but what says why", () => {
    const { cause, explanation, fixes } = verdictOn(
      "● messaging-worker.service - Haneul SMS worker",
      "     Loaded: loaded (/etc/systemd/system/messaging-worker.service; enabled)",
      "     Active: failed (Result: exit-code) since Mon 2026-11-30 21:02:11 KST; 3min ago",
      "   Main PID: 2281 (code=exited, status=203/EXEC)",
    );
    assert.equal(cause, "worker.exited");
    assert.doesNotMatch(explanation, /●/);
    assert.equal(fixes[0]?.title, "Check ExecStart= and Restart= of the unit");
  });
});
