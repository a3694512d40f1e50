import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ExpectedError } from "../../../src/common/errors";
import { readEnvironmentFile } from "../../../src/targets/settings/environmentFile";
import { parseEnvironment, parseEnvironments } from "../../../src/targets/settings/environmentParser";

const sentencesOf = (value: unknown) => parseEnvironment(value, "staging").problems.map(({ sentence }) => sentence);

describe("environment settings", () => {
  it("are read with their defaults", () => {
    const { settings, problems } = parseEnvironment({ tenantCode: "hakwonplus", worker: { kind: "container" } }, "");
    assert.deepEqual(problems, []);
    assert.equal(settings?.production, false);
    assert.deepEqual(settings?.worker, { kind: "container", name: "academy-messaging-worker" });
  });

  const wrong: [name: string, value: unknown, ...sentences: string[]][] = [
    ["no object", 5, "staging must be an object"],
    ["no tenant", {}, "staging.tenantCode is missing"],
    ["an empty tenant", { tenantCode: "" }, "staging.tenantCode is empty"],
    ["a mistyped key", { tenantCode: "a", produktion: true }, "staging.produktion is not a setting"],
    ["another type", { tenantCode: "a", production: "yes" }, "staging.production must be true or false"],
    ["no list", { tenantCode: "a", allowedRecipients: "01012345678" }, "staging.allowedRecipients must be a list"],
    [
      "no phone number",
      { tenantCode: "a", allowedRecipients: ["12"] },
      "staging.allowedRecipients[0] must be a phone number: 9 to 11 digits that begin with 0",
    ],
    [
      "no such kind",
      { tenantCode: "a", worker: { kind: "lambda" } },
      "staging.worker.kind must be one of container, process, cloudwatch",
    ],
    [
      "no address",
      { tenantCode: "a", api: { url: "api", tokenPath: "token" } },
      "staging.api.url must be an address such as https://api.example.kr",
      "staging.api.tokenPath must begin with /",
    ],
    ["null", { tenantCode: "a", provider: null }, "staging.provider must be an object"],
    [
      "tenant data from an API that is not told",
      { tenantCode: "a", tenantData: { kind: "http" } },
      'staging.tenantData.kind is "http", which reads the tenants from the API: add staging.api.url, or take django or sql',
    ],
    [
      "tenant data from an API that is wrong itself",
      { tenantCode: "a", api: { url: "api" }, tenantData: { kind: "http" } },
      "staging.api.url must be an address such as https://api.example.kr",
    ],
  ];
  for (const [name, value, ...sentences] of wrong)
    it(`with ${name} are refused by their path`, () => assert.deepEqual(sentencesOf(value), sentences));

  it("keep the parts that are right", () => {
    const { settings } = parseEnvironment({ tenantCode: "a", queue: { name: 1 }, worker: { kind: "container" } }, "");
    assert.equal(settings?.queue, undefined);
    assert.equal(settings?.worker?.kind, "container");
    const incomplete = { tenantCode: "a", tenantData: { kind: "http" }, worker: { kind: "container" } };
    assert.deepEqual(Object.keys(parseEnvironment(incomplete, "").settings ?? {}).includes("tenantData"), false);
  });

  it("never lose `production` to a mistake beside it", () => {
    assert.equal(parseEnvironment({ tenantCode: "a", Production: true }, "").settings, undefined);
    assert.equal(parseEnvironment({ tenantCode: "a", production: "true" }, "").settings, undefined);
  });

  it("leave out an environment that is wrong, and read the others", () => {
    const value = { ok: { tenantCode: "a" }, "my staging": { tenantCode: 1 } };
    const { environments, problems } = parseEnvironments(value, "messaging.environments");
    assert.deepEqual([...environments.keys()], ["ok"]);
    assert.equal(problems[0]?.path, 'messaging.environments["my staging"].tenantCode');
    assert.equal(parseEnvironments([], "x").problems.length, 1);
    assert.equal(parseEnvironments(undefined, "x").problems.length, 0);
  });
});

describe("environment file", () => {
  let folder: string;
  before(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "environment-"))));
  after(() => fs.rmSync(folder, { recursive: true }));

  const write = (name: string, text: string) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text);
    return file;
  };

  it("is named after itself and may begin with a byte order mark", async () => {
    const {
      name,
      settings,
      folder: base,
    } = await readEnvironmentFile(write("staging.json", '\uFEFF{"tenantCode":"a"}'));
    assert.equal(name, "staging");
    assert.equal(base, folder);
    assert.equal(settings.tenantCode, "a");
  });

  for (const [what, text, expected] of [
    ["no JSON", "{", /cannot be read: /],
    ["a wrong part", '{"tenantCode":"a","queue":{"name":1}}', /queue\.name must be a text/],
    ["no object", "5", /must be an object/],
  ] as const)
    it(`with ${what} is refused whole`, async () => {
      await assert.rejects(
        readEnvironmentFile(write("wrong.json", text)),
        (error: unknown) => ExpectedError.is(error, "environment-invalid") && expected.test(error.message),
      );
    });

  it("that is not there is a sentence", () =>
    assert.rejects(readEnvironmentFile(path.join(folder, "none.json")), (error: unknown) =>
      ExpectedError.is(error, "environment-invalid"),
    ));
});
