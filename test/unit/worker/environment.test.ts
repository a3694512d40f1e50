import assert from "node:assert/strict";
import { readSettings } from "../../../src/runtime/worker/workerSettings";

const enough = {
  SOLAPI_API_KEY: "key",
  SOLAPI_API_SECRET: "secret",
  SOLAPI_SENDER: "02-1234-5678",
  DATABASE_URL: "sqlite:///tmp/x",
};

describe("environment of the worker", () => {
  it("has the backend's defaults", () => {
    const settings = readSettings(enough);
    assert.equal(settings.queueName, "academy-messaging-jobs");
    assert.equal(settings.region, "ap-northeast-2");
    assert.equal(settings.waitSeconds, 20);
    assert.equal(settings.sender, "0212345678");
    assert.equal(settings.ormAvailable, false);
    assert.equal(settings.mock, false);
  });

  it("names every variable that is missing, in the backend's words; empty counts as missing", () => {
    assert.throws(() => readSettings({ ...enough, SOLAPI_API_KEY: "", SOLAPI_SENDER: undefined }), {
      reason: "env-missing",
      message: "Missing required env: SOLAPI_API_KEY, SOLAPI_SENDER",
    });
  });

  it("names a variable with a value that cannot be", () => {
    assert.throws(() => readSettings({ ...enough, MESSAGING_SQS_WAIT_SECONDS: "21" }), {
      reason: "env-invalid",
      message: /MESSAGING_SQS_WAIT_SECONDS/,
    });
  });

  it("names an endpoint that is no address, which the SDK would throw at its first call", () => {
    for (const endpoint of ["sqs", "localhost:4566", "ftp://sqs"]) {
      assert.throws(() => readSettings({ ...enough, AWS_ENDPOINT_URL_SQS: endpoint }), {
        reason: "env-invalid",
        message: "Invalid env AWS_ENDPOINT_URL_SQS: not an http(s) address",
      });
    }
    const { sqsEndpoint } = readSettings({ ...enough, AWS_ENDPOINT_URL: "http://127.0.0.1:9324" });
    assert.equal(sqsEndpoint, "http://127.0.0.1:9324");
  });

  it("takes DEBUG for mock mode, as the backend does", () => {
    assert.equal(readSettings({ ...enough, DEBUG: "True" }).mock, true);
    assert.equal(readSettings({ ...enough, SOLAPI_MOCK: "1" }).mock, true);
    assert.equal(readSettings({ ...enough, DEBUG: "False" }).mock, false);
  });
});
