import assert from "node:assert/strict";
import { clientName } from "../../../src/common/shown/clientName";

describe("the name of a client", () => {
  for (const [userAgent, name] of [
    ["Boto3/1.34.46 md/Botocore#1.34.46 ua/2.0 os/linux lang/python#3.12.3", "Python boto3"],
    ["aws-sdk-js/3.980.0 ua/2.1 os/linux lang/js md/nodejs#24.4.0 api/sqs#3.980.0", "Node AWS SDK"],
    ["aws-sdk-java/2.25.0 Linux/6.1 OpenJDK", "Java AWS SDK"],
    ["python-requests/2.31.0", "Python requests"],
    ["python-httpx/0.27.0", "Python httpx"],
    ["Python-urllib/3.12", "Python urllib"],
    ["Python/3.12 aiohttp/3.9.1", "Python aiohttp"],
    ["node", "Node fetch"],
    ["my-consumer/2 (private)", "my-consumer/2"],
    ["x".repeat(500), "x".repeat(60)],
    ["", "?"],
  ] as const) {
    it(`${userAgent.slice(0, 30)} is ${name.slice(0, 30)}`, () => assert.equal(clientName(userAgent), name));
  }
});
