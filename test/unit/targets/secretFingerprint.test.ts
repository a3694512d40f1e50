import assert from "node:assert/strict";
import fc from "fast-check";
import { fingerprint, withoutSecrets } from "../../../src/targets/secretFingerprint";

describe("secret fingerprint", () => {
  const secrets = {
    SOLAPI_API_KEY: "NCSAAAAAAAAA",
    SOLAPI_API_SECRET: "x",
    AWS_SECRET_ACCESS_KEY: "abc",
    AWS_SESSION_TOKEN: "t",
    DJANGO_SECRET_KEY: "k",
    DB_PASSWORD: "pw",
    PGPASSWORD: "pw",
    DB_PASS: "pw",
    DATABASE_URL: "postgres://academy:pw@db:5432/academy",
    REDIS_URL: "redis://cache:6379/0",
    SENTRY_DSN: "https://abc@sentry.io/1",
    SLACK_WEBHOOK: "https://hooks.slack.com/services/T/B/x",
    BASIC_AUTH: "a:b",
    INTERNAL_ENDPOINT: "https://user:pw@host/path",
    PROXY: "http://token@proxy:3128",
    CALLBACK: "https://host/hook?api_key=abc",
    LIBPQ: "host=db password=pw dbname=academy",
    CONFIG: '{"token": "abc"}',
    CERT: "-----BEGIN RSA PRIVATE KEY-----\nMII",
    ID: "AKIAIOSFODNN7EXAMPLE",
    SESSION: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
    HEADER: "Bearer abcdefghijk",
  };
  const plain = {
    PWD: "/app",
    PATH: "/usr/bin:/bin",
    MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs",
    AWS_REGION: "ap-northeast-2",
    AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:4566",
    SOLAPI_SENDER: "0212345678",
    SOLAPI_MOCK: "true",
    DJANGO_SETTINGS_MODULE: "academy.settings",
    DB_HOST: "db",
    ADMIN: "somebody@academy.kr",
    GREETING: "안녕하세요",
  };

  it("stands in for whatever is secret by its name or its value", () => {
    const shown = withoutSecrets({ ...secrets, ...plain });
    for (const [name, value] of Object.entries(secrets)) {
      assert.match(shown[name]!, /^secret:[0-9a-f]{16}$/, name);
      assert.equal(shown[name], fingerprint(value));
    }
  });

  it("leaves the rest as it is", () => {
    assert.deepEqual(withoutSecrets(plain), plain);
  });

  it("says that a secret is empty", () => {
    assert.deepEqual(withoutSecrets({ SOLAPI_API_KEY: "", DATABASE_URL: "" }), {
      SOLAPI_API_KEY: "",
      DATABASE_URL: "",
    });
  });

  it("is equal for equal values alone", () => {
    const text = fc.string({ minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        assert.equal(fingerprint(a) === fingerprint(b), a === b);
        assert.equal(fingerprint(a), fingerprint(a));
      }),
      { numRuns: 50 },
    );
  });
});
