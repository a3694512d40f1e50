import assert from "node:assert/strict";
import { isDenied } from "../../../../src/targets/aws/queuePolicy";

const SESSION = "arn:aws:sts::000000000001:assumed-role/worker/i-1";

const denies = (statement: object, action = "SendMessage", caller: string | undefined = SESSION) =>
  isDenied(JSON.stringify({ Statement: statement }), action, caller);
const deny = (change: object = {}) => ({ Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: "*", ...change });

describe("a queue's policy", () => {
  it("denies by a statement without a condition", () => {
    assert.equal(denies(deny()), true);
    assert.equal(denies([deny({ Action: ["sqs:PurgeQueue", "SQS:sendmessage"] })]), true);
    assert.equal(denies(deny({ Action: "sqs:Send*" })), true);
    assert.equal(denies(deny({ Action: "sqs:SendMessag?" })), true);
  });

  it("denies to everybody, to the account, or to the caller's role", () => {
    for (const AWS of [
      "*",
      SESSION,
      "000000000001",
      "arn:aws:iam::000000000001:root",
      ["arn:aws:iam::000000000009:root", "arn:aws:iam::000000000001:role/worker"],
    ])
      assert.equal(denies(deny({ Principal: { AWS } })), true, String(AWS));
    for (const Principal of [{ AWS: "arn:aws:iam::000000000001:role/api" }, { Service: "sns.amazonaws.com" }])
      assert.equal(denies(deny({ Principal })), false);
  });

  it("proves nothing by an Allow, a condition, another action, or what it cannot read", () => {
    assert.equal(denies(deny({ Effect: "Allow" })), false);
    assert.equal(denies(deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } })), false);
    assert.equal(denies(deny({ Action: "sqs:ReceiveMessage" })), false);
    assert.equal(denies(deny({ Action: undefined, NotAction: "sqs:GetQueueUrl" })), false);
    assert.equal(denies(deny({ Principal: undefined, NotPrincipal: { AWS: "x" } })), false);
    assert.equal(denies(deny({ Action: "sqs.SendMessage" })), false);
    for (const policy of [undefined, "", "{", "[]", '{"Statement": 1}'])
      assert.equal(isDenied(policy, "SendMessage", SESSION), false);
  });
});
