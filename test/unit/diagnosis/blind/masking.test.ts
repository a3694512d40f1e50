import assert from "node:assert/strict";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { renderMarkdown, renderReport } from "../../../../src/diagnosis/report/report";
import { diagnose } from "../../../../src/diagnosis/verdict";
import { answered, frame } from "./kit";

/** What must be found in no output, wherever in the bundle it stood. None of it is real. */
const secrets = {
  phone: "01012345678",
  dashed: "010-9876-5432",
  abroad: "+82-10-3333-4444",
  awsKey: "AKIAIOSFODNN7EXAMPLE",
  awsSecret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  solapiKey: "NCSAYU7YDBXYORXC",
  token: "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoxMjN9.abcDEF123_-xyz",
  password: "hunter2secret",
  body: "시험 점수가 나왔습니다",
};
const all =
  `to=${secrets.phone} ${secrets.dashed} ${secrets.abroad} {'to': '${secrets.phone}', 'text': '${secrets.body}'} ` +
  `${secrets.awsKey} aws_secret_access_key=${secrets.awsSecret} apiKey=${secrets.solapiKey} ` +
  `Authorization: Bearer ${secrets.token} ${secrets.token} postgres://academy:${secrets.password}@db/academy`;
const line = (text: string) => `2026-03-05 10:00:01,120 [ERROR] [MESSAGING-WORKER] ${text}`;

// prettier-ignore
const places: Readonly<Record<string, object>> = {
  "a payload": { worker: { logs: line(`Invalid message format: ${all}`) } },
  "mock mode's payload": { worker: { logs: line(`[MockSolapi] 발송 스킵 (실제 API 미호출) ${all}`) } },
  "the provider's sentence": { worker: { logs: line(`send failed, message will retry: ('InvalidAPIKey', '${all}')`) } },
  "a traceback": {
    worker: { logs: `${line("deduct_credits failed: x")}\nTraceback (most recent call last):\n  File "a.py", line 1, in f\nOperationalError: ${all}` },
  },
  "a crash": { worker: { logs: `Traceback (most recent call last):\nImportError: ${all}` } },
  "an AWS error": { worker: { logs: line(`Failed to receive message from q: (AccessDenied) when calling the ReceiveMessage operation: ${all}`) } },
  "Django's debug page": { api: { status: 500, body: `<html><title>X</title><body>${all}</body></html>`, logs: `ValueError: ${all}` } },
  "a refusal": { api: { status: 400, body: { student_ids: [all], detail: all } } },
  "a connection's error": { api: { error: { code: "ECONNREFUSED", message: all } } },
  "a row": { api: answered(), notificationLogs: [{ success: false, failure_reason: `[1062] ${all}`, recipient_summary: secrets.phone }] },
  "a record": { provider: { messages: [{ statusCode: "1062", statusMessage: all, to: secrets.phone }] } },
  "the probes' errors": { api: answered(0), queue: { error: { code: "AccessDenied", message: all } }, provider: { error: { errorCode: "Forbidden", errorMessage: all } } },
  environments: {
    api: { ...answered(), env: { SOLAPI_API_KEY: secrets.solapiKey, AWS_ACCESS_KEY_ID: secrets.awsKey } },
    worker: { env: { SOLAPI_API_KEY: "NCSOTHEROTHEROTH", AWS_ACCESS_KEY_ID: "x", SOLAPI_API_SECRET: secrets.awsSecret } },
  },
};

describe("diagnosis: masked in every form of output", () => {
  for (const [place, parts] of Object.entries(places)) {
    for (const language of ["en", "ko"] as const) {
      it(`${place}, ${language}`, () => {
        const evidence = parseEvidence({ ...frame, ...parts });
        const diagnosis = diagnose(evidence, { language });
        const outputs = {
          json: JSON.stringify(diagnosis),
          text: renderReport(diagnosis, evidence, { language }).join("\n"),
          report: renderMarkdown(diagnosis, evidence, { language }),
        };
        for (const [form, output] of Object.entries(outputs))
          for (const [name, secret] of Object.entries(secrets))
            assert.ok(!output.includes(secret), `${name} in ${form}`);
      });
    }
  }
});
