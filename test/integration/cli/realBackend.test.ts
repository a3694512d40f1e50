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
    this.timeout(120_000);
    backend = await ProcessBackend.start(this);
    environment = await backend.write();
  });
  after(() => backend?.stop());

  const on = (file: string, ...args: string[]) => backend.cli(...args, "--environment", file, "--json");
  const setSender = (file: string, sender: string, ...more: string[]) =>
    on(file, "tenant", "set", "hakwonplus", "--sender", sender, ...more);
  const sender = async () => {
    const { stdout } = await on(environment, "tenant", "get", "hakwonplus");
    return (JSON.parse(stdout) as { tenant: { messagingSender: string } }).tenant.messagingSender;
  };
  const audited = async () => {
    const { stdout } = await backend.cli("audit", "--json");
    const { entries } = JSON.parse(stdout) as { entries: AuditEntry[] };
    return entries.map(({ kind, outcome, before = "", after = "" }) => `${kind} ${outcome} ${before}>${after}`.trim());
  };
  const verdictOf = ({ stdout, stderr }: CliResult) => {
    assert.ok(stdout, stderr);
    const { verdict, layers } = JSON.parse(stdout) as {
      verdict: { outcome: string; cause: string };
      layers: { status: string }[];
    };
    return { verdict: `${verdict.outcome} ${verdict.cause}`, layers: layers.map(({ status }) => status).join(" ") };
  };

  it("looks at every part, and says by which way each is known", async () => {
    const { code, stdout } = await backend.cli("status", "--environment", environment);
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

  it("empties a sender, shows what that does, and takes it back; both are in the audit log", async () => {
    const before = await sender();
    const emptied = await setSender(environment, "");
    assert.equal(emptied.code, 0, emptied.stderr);
    assert.equal((JSON.parse(emptied.stdout) as { previous: string }).previous, before);
    const diagnosed = await on(environment, "diagnose", "--send");
    assert.equal(diagnosed.code, 1);
    assert.equal(verdictOf(diagnosed).verdict, "blocked api.sender-empty");
    const restored = await setSender(environment, before, "--expected", "");
    assert.equal(restored.code, 0, restored.stderr);
    assert.equal(await sender(), before);
    const changes = (await audited()).filter((line) => line.startsWith("set-sender done"));
    assert.deepEqual(changes, [`set-sender done ${before}>`, `set-sender done >${before}`]);
  });

  it("changes nothing where somebody else was faster", async () => {
    const before = await sender();
    const { code, stdout, stderr } = await setSender(environment, OTHER, "--expected", "0299998888");
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, new RegExp(`It is ${before} now; the change was meant for 0299998888`));
    assert.equal(await sender(), before);
    assert.equal((await audited()).at(-1), `set-sender failed 0299998888>${OTHER}`);
  });

  it("writes to production only with the tenant's code typed again", async () => {
    const production = await backend.write({ production: true }, "production");
    const before = await sender();
    const refused = await setSender(production, OTHER);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /read-only/);
    assert.equal(await sender(), before);
    assert.equal((await audited()).at(-1), `set-sender refused ${before}>${OTHER}`);
    assert.equal((await setSender(production, OTHER, "--confirm", "hakwonplus")).code, 0);
    assert.equal(await sender(), OTHER);
    assert.equal((await setSender(production, before, "--confirm", "hakwonplus")).code, 0);
  });

  for (const [source, line] of [
    ["worker", /send_sms ok to=0101\*{4}/],
    ["api", /"GET \/api\/v1\/messaging\/info\/ HTTP\/1\.1" 401/],
  ] as const) {
    it(`follows the log of the ${source} until Ctrl-C`, async () => {
      const tail = backend.follow("tail", "--source", source, "--environment", environment);
      const exited = once(tail, "exit");
      let isSeen = false;
      const seen = new Promise<void>((resolve) => {
        createInterface({ input: tail.stdout! }).on("line", (text) => {
          isSeen ||= line.test(text);
          if (isSeen) resolve();
        });
      });
      // Until the tail is there: what was printed before it is not its business.
      while (!isSeen && tail.exitCode === null) {
        if (source === "api") await fetch(`${backend.django.url}/api/v1/messaging/info/`);
        else await on(environment, "diagnose", "--send");
      }
      await Promise.race([seen, exited]);
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
