import assert from "node:assert/strict";
import { addressProblems, parseQueueArn, regionOfUrl } from "../../../../src/targets/aws/queueAddress";

const SEOUL = "ap-northeast-2";
const settings = { name: "academy-messaging-jobs", region: SEOUL };
const url = (region: string) => `https://sqs.${region}.amazonaws.com/000000000001/academy-messaging-jobs`;
const arn = (region: string) => parseQueueArn(`arn:aws:sqs:${region}:000000000001:academy-messaging-jobs`);

describe("a queue's address", () => {
  for (const [address, region] of [
    [url(SEOUL), SEOUL],
    ["https://sqs.us-east-1.amazonaws.com", "us-east-1"],
    ["https://sqs-fips.us-gov-west-1.amazonaws.com/1/q", "us-gov-west-1"],
    ["https://sqs.cn-north-1.amazonaws.com.cn/1/q", "cn-north-1"],
    ["https://sqs.ap-northeast-2.api.aws/1/q", SEOUL],
    ["https://vpce-0a1-b2.sqs.ap-northeast-2.vpce.amazonaws.com/1/q", SEOUL],
    ["https://ap-northeast-2.queue.amazonaws.com/1/q", SEOUL],
    ["https://queue.amazonaws.com/1/q", "us-east-1"],
    ["http://127.0.0.1:9324/1/q", undefined],
    ["https://sqs.us-east-1.amazonaws.com.example.kr/1/q", undefined],
    ["not a url", undefined],
    [undefined, undefined],
  ] as const)
    it(`names its region: ${address}`, () => assert.equal(regionOfUrl(address), region));

  it("is taken from an ARN of SQS only", () => {
    assert.deepEqual(arn(SEOUL), { region: SEOUL, account: "000000000001", name: "academy-messaging-jobs" });
    for (const other of [undefined, "", "arn:aws:sns:a:1:b", "arn:aws:sqs:a:1", "arn:aws:sqs:a:1:b:c"])
      assert.equal(parseQueueArn(other), undefined);
  });

  it("has no problem where all parts agree", () => {
    const queue = { url: url(SEOUL), arn: arn(SEOUL) };
    const identity = { account: "000000000001", arn: "arn:aws:iam::000000000001:user/dev" };
    assert.deepEqual(
      addressProblems({ ...settings, endpoint: `https://sqs.${SEOUL}.amazonaws.com` }, queue, identity),
      [],
    );
  });

  it("says which of its parts is elsewhere", () => {
    const queue = { url: url("us-east-1"), arn: arn("us-west-2") };
    const identity = { account: "000000000002", arn: "arn:aws:iam::000000000002:user/dev" };
    const found = addressProblems({ ...settings, endpoint: "https://sqs.eu-west-1.amazonaws.com" }, queue, identity);
    assert.deepEqual(found, [
      {
        code: "region-mismatch",
        message: "The endpoint is in the region eu-west-1, but ap-northeast-2 is configured",
      },
      {
        code: "region-mismatch",
        message: "The queue's URL is in the region us-east-1, but ap-northeast-2 is configured",
      },
      { code: "region-mismatch", message: "The queue is in the region us-west-2, but ap-northeast-2 is configured" },
      {
        code: "other-account",
        message: "The queue academy-messaging-jobs belongs to account 000000000001, the identity to 000000000002",
      },
    ]);
  });
});
