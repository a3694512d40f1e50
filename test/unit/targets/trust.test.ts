import assert from "node:assert/strict";
import { ExpectedError } from "../../../src/common/errors";
import { parseEnvironment } from "../../../src/targets/settings/environmentParser";
import { environmentSettings } from "../../../src/targets/settings/environmentSettings";
import type { EnvironmentInput, SecretName } from "../../../src/targets/settings/environmentSettings";
import { secretsOfVariables } from "../../../src/targets/settings/secretsFromVariables";
import { hostsIn, requireTrust } from "../../../src/targets/settings/trust";
import type { Trust } from "../../../src/targets/settings/trust";

const nobody: Trust = { hosts: new Set(), programs: false, door: "command line" };
const settingsOf = (input: Partial<EnvironmentInput>) => environmentSettings.parse({ tenantCode: "t", ...input });

/** The reason of a refusal; undefined: allowed. */
function reasonOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!ExpectedError.is(error)) throw error;
    return error.reason;
  }
}

describe("trust in settings", () => {
  const endpoints: [endpoint: string, reason: string | undefined][] = [
    ["https://sqs.ap-northeast-2.amazonaws.com", undefined],
    ["https://sqs.ap-northeast-2.api.aws", undefined],
    ["https://ap-northeast-2.queue.amazonaws.com", undefined],
    ["https://sqs.cn-north-1.amazonaws.com.cn", undefined],
    ["http://127.0.0.1:9324", undefined],
    ["http://localhost:4566", undefined],
    ["http://[::1]:4566", undefined],
    ["https://evil-1234.ap-northeast-2.elb.amazonaws.com", "address-not-trusted"],
    ["https://sqs.ap-northeast-2.amazonaws.com.evil.example", "address-not-trusted"],
    ["https://sqs.evil.example", "address-not-trusted"],
    ["https://localhost.evil.example", "address-not-trusted"],
  ];
  for (const [endpoint, reason] of endpoints)
    it(`${reason ? "refuses" : "allows"} AWS credentials to ${endpoint}`, () => {
      const queue = settingsOf({ queue: { endpoint } });
      const logs = settingsOf({ worker: { kind: "cloudwatch", logGroup: "/g", endpoint } });
      for (const settings of [queue, logs])
        assert.equal(
          reasonOf(() => requireTrust(settings, nobody)),
          reason,
        );
    });

  it("allows the host that was named, with the next step in the words of the door", () => {
    const settings = settingsOf({ queue: { endpoint: "https://sqs.example.kr:8443" } });
    requireTrust(settings, { ...nobody, hosts: hostsIn("api.example.kr, https://SQS.example.kr:1/x") });
    const said = (door: Trust["door"]) => {
      try {
        requireTrust(settings, { ...nobody, door });
      } catch (error) {
        return (error as ExpectedError).nextStep;
      }
      return undefined;
    };
    assert.match(said("command line") ?? "", /--trust-address sqs\.example\.kr$/);
    assert.match(said("editor") ?? "", /messaging\.trustedAddresses/);
  });

  const programs: [what: string, input: Partial<EnvironmentInput>, reason: string | undefined][] = [
    ["Django on this machine", { tenantData: { kind: "django", python: "./py.sh" } }, "program-not-trusted"],
    ["Django in a container", { tenantData: { kind: "django", container: "api" } }, "program-not-trusted"],
    ["an engine over SSH", { worker: { kind: "container", docker: { host: "ssh://me@x" } } }, "program-not-trusted"],
    ["ssh to localhost", { worker: { kind: "container", docker: { host: "ssh://localhost" } } }, "program-not-trusted"],
    ["an engine elsewhere", { worker: { kind: "container", docker: { host: "tcp://x:2375" } } }, "program-not-trusted"],
    ["an engine over TCP here", { worker: { kind: "container", docker: { host: "tcp://127.0.0.1:2375" } } }, undefined],
    ["the usual socket", { worker: { kind: "container", docker: { host: "unix:///run/docker.sock" } } }, undefined],
    ["a log file", { worker: { kind: "process", logFile: "w.log" } }, undefined],
  ];
  for (const [what, input, reason] of programs)
    it(`${reason ? "runs nothing for" : "needs no word for"} ${what}`, () => {
      assert.equal(
        reasonOf(() => requireTrust(settingsOf(input), nobody)),
        reason,
      );
      requireTrust(settingsOf(input), { ...nobody, programs: true });
    });

  it("refuses plain http to another machine, user info and a region that names a host, without repeating them", () => {
    const wrong = {
      api: { url: "http://api.example.kr" },
      provider: { url: "https://user:PLANTED@api.solapi.com" },
      queue: { region: "x.evil.example/" },
    };
    const { problems } = parseEnvironment({ tenantCode: "t", ...wrong }, "");
    assert.deepEqual(
      problems.map(({ sentence }) => sentence),
      [
        "api.url must begin with https://; http:// is for this machine only",
        "queue.region must be a region such as ap-northeast-2",
        "provider.url must not contain a user name or password",
      ],
    );
  });
});

describe("secrets of variables", () => {
  const variables = {
    MESSAGING_API_TOKEN: "TOKEN",
    SOLAPI_API_KEY: "KEY",
    SOLAPI_API_SECRET: "SECRET",
    DATABASE_URL: "postgres://u:p@db.example.kr/academy",
    LOCAL_URL: "postgres://u:p@localhost/academy",
    SOCKET_URL: "postgres:///academy?host=/var/run/postgresql",
    ELSEWHERE_URL: "postgres://u:p@localhost/academy?host=db.evil.example",
    GITHUB_TOKEN: "ghp_PLANTED",
  };
  const cases: [SecretName, Partial<EnvironmentInput>, reason: string | undefined][] = [
    ["apiToken", { api: { url: "https://evil.example" } }, "address-not-trusted"],
    ["apiToken", { api: { url: "http://127.0.0.1:8000" } }, undefined],
    ["solapiApiKey", { provider: {} }, undefined],
    ["solapiApiSecret", { provider: { url: "https://api.solapi.com.evil.example" } }, "address-not-trusted"],
    ["solapiApiSecret", { provider: { url: "http://localhost:3000" } }, undefined],
    ["databaseUrl", { tenantData: { kind: "sql" } }, "address-not-trusted"],
    ["databaseUrl", { tenantData: { kind: "sql", urlVariable: "LOCAL_URL" } }, undefined],
    ["databaseUrl", { tenantData: { kind: "sql", urlVariable: "SOCKET_URL" } }, undefined],
    ["databaseUrl", { tenantData: { kind: "sql", urlVariable: "ELSEWHERE_URL" } }, "address-not-trusted"],
    ["databaseUrl", { tenantData: { kind: "sql", urlVariable: "GITHUB_TOKEN" } }, "database-url-invalid"],
  ];
  for (const [name, input, reason] of cases)
    it(`${reason ? "keeps" : "gives"} ${name} ${reason ? "from" : "to"} ${JSON.stringify(input)}`, async () => {
      const got = secretsOfVariables(variables, settingsOf(input), nobody).get(name);
      if (reason === undefined) assert.ok(await got);
      else await assert.rejects(got, { reason });
    });

  it("gives them to a named host, a renewed token too", async () => {
    const trust = { ...nobody, hosts: hostsIn("api.example.kr") };
    const secrets = secretsOfVariables(variables, settingsOf({ api: { url: "https://api.example.kr" } }), trust);
    assert.equal(await secrets.get("apiToken"), "TOKEN");
    await secrets.set?.("apiToken", "NEXT");
    assert.equal(await secrets.get("apiToken"), "NEXT");
  });
});
