import assert from "node:assert/strict";
import { readSettings } from "../../../src/runtime/worker/environment";

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

  it("takes DEBUG for mock mode, as the backend does", () => {
    assert.equal(readSettings({ ...enough, DEBUG: "True" }).mock, true);
    assert.equal(readSettings({ ...enough, SOLAPI_MOCK: "1" }).mock, true);
    assert.equal(readSettings({ ...enough, DEBUG: "False" }).mock, false);
  });
});
