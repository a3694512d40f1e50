import assert from "node:assert/strict";
import fc from "fast-check";
import { maskText } from "../../../src/common/masking";

/** What people search for, compare and count, as it stands in logs. */
const readable = [
  "2026-03-05 10:00:03,123 [INFO] [MESSAGING-WORKER] Messaging Worker started | queue=academy-messaging-jobs | region=ap-northeast-2",
  "2026-03-05T10:00:03.123456+09:00 accepted",
  "2026-03-05 10:00:02.123 4567 bytes read in 1234 ms",
  "message_id=5fea7756-0ea4-451a-a703-a558b933e274 attempt=2",
  "groupId=G4V20260305100003H3PTASXMNJG2JID messageId=M4V20260305100003DTYYJBBYLPQZIB1",
  "traceparent 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  "request id 1-65f0c0de-0123456789abcdef01234567",
  "RequestId: 9c5b94b1-35ad-49bb-b118-8e8fc24abf80 MD5 5D41402ABC4B2A76B9719D911017C592",
  "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  'File "/app/apps/support/messaging/worker.py", line 1024, in _process',
  "listening on 127.0.0.1:41800, postgres on db:5432, pid 48213",
  "Content-Length: 1048576, Content-Range: bytes 1000-1999/5000",
  "1012345678 bytes in 1700000000123 ms; epoch 1772672403",
  "status 4000 after 3 tries; code 1062; 20260305100003",
  "arn:aws:sqs:ap-northeast-2:123456789012:academy-messaging-jobs",
  "https://sqs.ap-northeast-2.amazonaws.com/123456789012/academy-messaging-jobs?Action=ReceiveMessage",
  "python 3.11.4, Django 4.2.11, botocore 1.34.69, ratio 0.0123456",
  "KeyError: 'tenant_id'",
  "primary key: id, cache key: tenant-7, idempotency_key=7f3a91",
  "An error occurred (InvalidClientTokenId) when calling the ReceiveMessage operation: The security token included in the request is invalid.",
  "SOLAPI_API_KEY is not set; missing: SOLAPI_API_KEY, SOLAPI_API_SECRET",
  "('InvalidAPIKey', '유효하지 않은 API Key 입니다.')",
  '{"detail":"Given token not valid for any token type","code":"token_not_valid"}',
  '{"password": ["This field is required."], "raw_body": ["This field may not be blank."]}',
  "password=None token=null tokens: 12",
  "basic information about the bearer of a token that expired",
  "reason=[1062] 발신번호 미등록",
  "unable to pull secrets or registry auth: execution resource retrieval failed",
  "failed to fetch secret arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:SolapiSecret-aBcDeF from secrets manager",
  "balance 9,980 won, 2026-0305, ip 10.123.4567",
];

describe("masking: what is nobody's stays readable", () => {
  for (const line of readable) it(line.slice(0, 70), () => assert.equal(maskText(line), line));

  it("random ids, times and counts: one in a thousand at most is touched", () => {
    const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
    const id = fc.oneof(
      fc.uuid(),
      hex(12),
      hex(16),
      hex(32),
      fc.stringMatching(/^G4V20260305\d{6}[A-Z0-9]{15}$/),
      fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
      fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }).map(String),
      fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }).map(String),
      fc.integer({ min: 0, max: 99_999_999 }).map((bytes) => `${bytes} bytes`),
      fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 65_535 })).map(([host, port]) => `${host}:${port}`),
      fc.double({ min: 0, max: 1_000, noNaN: true }).map(String),
    );
    const touched = fc
      .sample(id, { numRuns: 10_000, seed: 20_261_130 })
      .filter((text) => maskText(`id=${text} ok`) !== `id=${text} ok`);
    assert.ok(touched.length <= 10, `${touched.length}: ${touched.join(", ")}`);
  });
});
