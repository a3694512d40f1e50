import assert from "node:assert/strict";
import { SQSClient } from "@aws-sdk/client-sqs";
import { AwsConnection } from "../../../src/targets/aws/awsConnection";
import { profile } from "./awsHome";
import { QueueTargetFixture, REGION } from "./queueTargetFixture";
import { startStsServer } from "./stsServer";

const AMBIENT = { AWS_ACCESS_KEY_ID: "AMBIENT", AWS_SECRET_ACCESS_KEY: "x", AWS_SESSION_TOKEN: "t" };

const sso = profile("profile sso", {
  sso_session: "corp",
  sso_account_id: "1",
  sso_role_name: "dev",
}).concat(profile("sso-session corp", { sso_start_url: "https://corp.awsapps.com/start", sso_region: REGION }));

describe("AWS credentials", () => {
  let fixture: QueueTargetFixture;
  beforeEach(async () => (fixture = await QueueTargetFixture.start(AMBIENT)));
  afterEach(() => fixture.stop());

  const refuse = (accessKeyId: string) => fixture.queue.server.setFault("f", { accessKeyId, code: "AccessDenied" });
  const errorOf = async (settings: Parameters<typeof fixture.target>[0]) =>
    (await fixture.target(settings).measure()).error;

  it("are the profile's, whatever the environment holds", async () => {
    refuse("AMBIENT");
    assert.equal(await errorOf({}), undefined);
    refuse("STAGING");
    assert.equal((await errorOf({}))?.code, "AccessDenied");
  });

  it("are never somebody else's where the profile has none", async () => {
    const error = await errorOf({ profile: "no-such-profile" });
    assert.equal(error?.code, "CredentialsProviderError");
    assert.match(error.message, /no-such-profile/);
    await assert.rejects(fixture.target({ profile: "no-such-profile" }).enqueue("x"), {
      reason: "aws-credentials-missing",
    });
  });

  it("are the default chain's without a profile", async () => {
    refuse("STAGING");
    assert.equal(await errorOf({ profile: undefined }), undefined);
    refuse("AMBIENT");
    assert.equal((await errorOf({ profile: undefined }))?.code, "AccessDenied");
  });

  it("are missing where the default chain finds none", async () => {
    for (const name of Object.keys(AMBIENT)) delete process.env[name];
    assert.equal((await errorOf({ profile: undefined }))?.code, "CredentialsProviderError");
  });

  it("that were edited count with the next call", async () => {
    fixture.queue.server.setFault("f", { accessKeyId: "STAGING", code: "InvalidClientTokenId" });
    const target = fixture.target();
    assert.equal((await target.measure()).error?.code, "InvalidClientTokenId");
    const renewed = profile("staging", { aws_access_key_id: "RENEWED", aws_secret_access_key: "secret" });
    await fixture.home.write("credentials", renewed);
    assert.equal((await target.measure()).error, undefined);
  });

  it("of an SSO session that has expired: the next step logs in again", async () => {
    await fixture.home.write("config", sso);
    await fixture.home.ssoToken("corp", new Date(Date.now() - 60_000));
    const error = await errorOf({ profile: "sso" });
    assert.equal(error?.code, "ExpiredToken");
    await assert.rejects(fixture.target({ profile: "sso" }).enqueue("x"), {
      reason: "aws-session-expired",
      nextStep: "Log in again: aws sso login --profile sso",
    });
  });

  it("of an SSO session that never was: the next step logs in", async () => {
    await fixture.home.write("config", sso);
    await assert.rejects(fixture.target({ profile: "sso" }).enqueue("x"), {
      reason: "aws-credentials-missing",
      nextStep: "Log in: aws sso login --profile sso",
    });
  });

  it("of a role that may not be taken on: AWS' refusal, with STS' operation", async () => {
    const sts = await startStsServer();
    try {
      process.env["AWS_ENDPOINT_URL_STS"] = sts.url;
      await fixture.home.write(
        "config",
        profile("profile role", { role_arn: "arn:aws:iam::1:role/worker", source_profile: "staging" }),
      );
      const error = await errorOf({ profile: "role" });
      assert.equal(error?.code, "AccessDenied");
      assert.match(error.message, /when calling the AssumeRole operation/);
    } finally {
      await sts.stop();
    }
  });

  it("tell who one is, where there is an STS", async () => {
    const sts = await startStsServer();
    try {
      process.env["AWS_ENDPOINT_URL_STS"] = sts.url;
      process.env["AWS_ENDPOINT_URL_SQS"] = fixture.queue.server.endpoint;
      const { identity, problems } = await fixture.target({ profile: undefined, endpoint: undefined }).check();
      assert.deepEqual(identity, {
        account: "000000000000",
        arn: "arn:aws:sts::000000000000:assumed-role/worker/i-1",
      });
      assert.deepEqual(problems, []);
    } finally {
      await sts.stop();
    }
  });

  it("of a profile go to AWS itself, wherever AWS_ENDPOINT_URL points", async () => {
    process.env["AWS_ENDPOINT_URL_SQS"] = fixture.queue.server.endpoint;
    const hostOf = async (name: string | undefined) => {
      const connection = new AwsConnection({ region: REGION, profile: name }, (config) => new SQSClient(config));
      try {
        return await connection.call("GetQueueUrl", async ({ config }) => {
          const { hostname } = (await config.endpoint?.()) ?? { hostname: "as the variables say" };
          return hostname;
        });
      } finally {
        connection.dispose();
      }
    };
    assert.equal(await hostOf("staging"), "sqs.ap-northeast-2.amazonaws.com");
    assert.notEqual(await hostOf(undefined), "sqs.ap-northeast-2.amazonaws.com");
  });
});
