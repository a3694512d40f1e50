import assert from "node:assert/strict";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { AuditEntry } from "../../../src/targets/safety/auditLog";
import type { CliResult } from "../stack/stackFixture";
import { ProcessBackend } from "./processBackend";

const OTHER = "0311112222";

describe("the command line on a real backend", () => {
  let backend: ProcessBackend;
  let environment: string;
  before(async function () {
    backend = await ProcessBackend.start(this);
    environment = await backend.write();
  });
  after(() => backend?.stop());
  // A test that was cut off leaves neither its sender nor a command that it follows.
  afterEach(() => backend?.tidy());

  const on = (file: string, ...args: string[]) => backend.cli(...args, "--environment", file, "--trust", "--json");
  const setSender = (file: string, sender: string, ...more: string[]) =>
    on(file, "tenant", "set", "hakwonplus", "--sender", sender, ...more);
  const lineOf = ({ kind, outcome, before = "", after = "" }: AuditEntry) => `${kind} ${outcome} ${before}>${after}`;
  const lastAudited = async () => lineOf((await backend.audit().entries()).at(-1)!);
  const verdictOf = ({ stdout, stderr }: CliResult) => {
    assert.ok(stdout, stderr);
    const { verdict, layers } = JSON.parse(stdout) as {
      verdict: { outcome: string; cause: string };
      layers: { status: string }[];
    };
    return { verdict: `${verdict.outcome} ${verdict.cause}`, layers: layers.map(({ status }) => status).join(" ") };
  };

  it("looks at every part, and says by which way each is known", async () => {
    const { code, stdout } = await backend.cli("status", "--environment", environment, "--trust");
    assert.equal(code, 0, stdout);
    assert.match(stdout, /✔ API[\s\S]*✔ SQS[\s\S]*✔ Worker[\s\S]*✔ Data[\s\S]*✔ Solapi/);
  });

  it("sends a test message through it and follows it to Solapi; a look back then says the same", async () => {
    const sent = await on(environment, "diagnose", "--send");
    assert.deepEqual(verdictOf(sent), { verdict: "ok none", layers: "ok ok ok ok" });
    assert.equal(sent.code, 0);
    assert.equal(backend.sandbox.inbox().length, 1);
    const looked = await on(environment, "diagnose", "--minutes", "5");
    assert.equal(verdictOf(looked).verdict, "ok none");
    const { stdout } = await on(environment, "rows", "--last", "1");
    assert.equal((JSON.parse(stdout) as { rows: { success: boolean }[] }).rows[0]?.success, true);
  });

  it("sets a sender that Solapi does not know, shows what that does, and takes it back; both are in the audit log", async () => {
    const before = backend.sender;
    const changed = await setSender(environment, OTHER);
    assert.equal(changed.code, 0, changed.stderr);
    assert.equal((JSON.parse(changed.stdout) as { previous: string }).previous, before);
    const diagnosed = await on(environment, "diagnose", "--send");
    assert.equal(diagnosed.code, 1);
    assert.equal(verdictOf(diagnosed).verdict, "blocked provider.sender-not-registered");
    // The fix works on the backend that was diagnosed.
    assert.match(
      diagnosed.stdout,
      new RegExp(`tenant set hakwonplus --sender ${before} --environment ${environment} --trust`),
    );
    const restored = await setSender(environment, before, "--expected", OTHER);
    assert.equal(restored.code, 0, restored.stderr);
    assert.equal(backend.sender, before);
    const { entries } = JSON.parse((await backend.cli("audit", "--json")).stdout) as { entries: AuditEntry[] };
    const changes = entries.map(lineOf).filter((line) => line.startsWith("set-sender done"));
    assert.deepEqual(changes, [`set-sender done ${before}>${OTHER}`, `set-sender done ${OTHER}>${before}`]);
  });

  it("changes nothing where somebody else was faster", async () => {
    const before = backend.sender;
    const { code, stdout, stderr } = await setSender(environment, OTHER, "--expected", "0299998888");
    const { error } = JSON.parse(stdout) as { error: { code: string } };
    assert.deepEqual([code, error.code], [1, "sender-changed"]);
    assert.match(stderr, new RegExp(`It is now ${before}; the change expected 0299998888`));
    assert.equal(backend.sender, before);
    assert.equal(await lastAudited(), `set-sender failed 0299998888>${OTHER}`);
  });

  it("writes to production only with the tenant's code typed again", async () => {
    const production = await backend.write({ production: true }, "production");
    const before = backend.sender;
    const refused = await setSender(production, OTHER);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /read-only/);
    assert.equal(backend.sender, before);
    assert.equal(await lastAudited(), `set-sender refused ${before}>${OTHER}`);
    assert.equal((await setSender(production, OTHER, "--confirm", "hakwonplus")).code, 0);
    assert.equal(backend.sender, OTHER);
    assert.equal((await setSender(production, before, "--confirm", "hakwonplus")).code, 0);
  });

  for (const [source, line] of [
    ["worker", /send_sms ok to=0104\*{4}/],
    ["api", /"GET \/api\/v1\/messaging\/info\/ HTTP\/1\.1" 401/],
  ] as const) {
    it(`follows the log of the ${source} until Ctrl-C`, async () => {
      const tail = backend.follow("tail", "--source", source, "--environment", environment, "--trust");
      const exited = once(tail, "exit");
      const lines = createInterface({ input: tail.stdout! });
      let isSeen = false;
      lines.on("line", (text) => (isSeen ||= line.test(text)));
      // Until the tail is there: what was printed before it is not its business.
      while (!isSeen && tail.exitCode === null && tail.signalCode === null) await backend.print();
      tail.kill("SIGINT");
      assert.deepEqual(await exited, [0, null]);
      assert.ok(isSeen);
    });
  }

  it("prints what a log holds and ends, or says that the environment names none", async () => {
    const kept = await on(environment, "tail", "--no-follow", "--minutes", "5");
    assert.match(kept.stdout, /send_sms ok to=0101/);
    assert.equal(kept.code, 0);
    const silent = await backend.write({ api: { url: backend.django.url } }, "silent");
    const { code, stderr } = await on(silent, "tail", "--source", "api");
    assert.equal(code, 1);
    assert.match(stderr, /does not say where the log is: api\n.*log file/);
  });

  it("names the part that lacks another one, and what to add", async () => {
    const file = await backend.write({ api: undefined, tenantData: { kind: "http" } }, "incomplete");
    const { code, stderr } = await on(file, "tenant", "get", "hakwonplus");
    assert.equal(code, 64);
    assert.match(stderr, /tenantData\.kind is "http", which reads the tenants from the API: add api\.url/);
  });
});
