import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { sendVia } from "../../unit/operations/sending";
import { python } from "../django/requirements";
import { distDir, runCli, StackFixture } from "../stack/stackFixture";
import { hasModules, programsDir, StartedProgram } from "./programFixture";

describe("messaging run", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());

  const workerState = async () => (await stack.client.snapshot()).worker.state;
  const sendOne = (text: string) =>
    sendVia(
      createLocalEnvironment(stack.client),
      {
        tenantCode: "hakwonplus",
        start: "api",
        request: { student_ids: [1], message_mode: "sms" as const, raw_body: text },
      },
      stack.stateDir,
      { decideWithinMs: 60_000 },
    );
  const inboxOf = async (text: string) => (await stack.client.inbox()).filter((message) => message.text.includes(text));

  const workers: [title: string, client: string, words: string[], module?: string][] = [
    ["urllib", "Python urllib", [python, `${programsDir}/worker.py`, "urllib"]],
    ["requests", "Python requests", [python, `${programsDir}/worker.py`, "requests"], "requests"],
    ["httpx", "Python httpx", [python, `${programsDir}/worker.py`, "httpx"], "httpx"],
    ["the SDKs of AWS and Solapi in Node", "Node fetch", [process.execPath, `${programsDir}/worker.mjs`]],
  ];
  for (const [title, client, words, module] of workers) {
    it(`lets a worker of one's own send to the sandbox by ${title}, in place of the stack's`, async function () {
      if (words[0] === python && ![module, "boto3"].every((name) => name === undefined || hasModules(name))) {
        process.stdout.write(`      skipped: ${python} has no boto3 or no ${module}\n`);
        this.skip();
      }
      const program = StartedProgram.start(stack, ["--role", "worker", "--", ...words]);
      await program.polls(stack);
      assert.equal(await workerState(), "stopped");
      const { diagnosis } = await sendOne(title);
      const { code, output } = await program.ended;
      assert.equal(code, 0, output);
      assert.equal(diagnosis.verdict.outcome, "ok", JSON.stringify(diagnosis));
      assert.deepEqual(
        (await inboxOf(title)).map((message) => message.client),
        [client],
      );
      assert.equal(await workerState(), "running");
    });
  }

  it("names the program of one's own in the inbox, and none for the stack's worker", async () => {
    await sendOne("inbox");
    const { stdout } = await stack.cli("inbox");
    const lines = stdout.split("\n");
    assert.match(lines.find((line) => line.includes("the SDKs")) ?? stdout, / {2}Node fetch, yours$/);
    assert.doesNotMatch(lines.find((line) => line.includes("inbox")) ?? "none", /yours|none/);
  });

  for (const cause of ["provider.balance", "provider.recipient-blocked", "provider.undelivered"])
    it(`tells why a message of one's own worker did not arrive: ${cause}`, async () => {
      await stack.client.injectFault(cause);
      const program = StartedProgram.start(stack, [
        "--role",
        "worker",
        "--",
        process.execPath,
        `${programsDir}/worker.mjs`,
      ]);
      await program.polls(stack);
      const { diagnosis } = await sendOne(cause);
      assert.equal(diagnosis.verdict.cause, cause, JSON.stringify(diagnosis));
      await program.ended; // with an error, where Solapi refused
      await stack.client.clearFaults();
    });

  it("leads every client of Python to the sandbox, and keeps the sitecustomize that was there", async function () {
    const clients = ["urllib", "requests", "urllib3", "httpx", "httpx_async", "aiohttp"].filter(
      (name) => name === "urllib" || hasModules(name.replace("_async", "")),
    );
    // uvloop resolves names in C: an aiohttp on it reached the real Solapi's address.
    if (hasModules("uvloop", "aiohttp")) clients.push("aiohttp_uvloop");
    else process.stdout.write("      skipped: no uvloop\n");
    const own = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-site-"));
    await fs.writeFile(path.join(own, "sitecustomize.py"), "print('the one that was there')\n");
    const words = [
      "--",
      python,
      `${programsDir}/worker.py`,
      clients.join(","),
      '{"to":"01012345678","text":"clients"}',
    ];
    const { code, output } = await StartedProgram.start(stack, words, { PYTHONPATH: own }).ended;
    await fs.rm(own, { recursive: true });
    assert.equal(code, 0, output);
    assert.match(output, /the one that was there/);
    assert.equal((await inboxOf("clients")).length, clients.length);
  });

  it("refuses a client that finds another way to the host, before a byte of the message", async () => {
    const words = ["--", python, `${programsDir}/past_the_hook.py`];
    const refusal =
      "refused: This client cannot be led to the sandbox, so its connection to api.solapi.com was refused. Nothing was sent.";
    const { output } = await StartedProgram.start(stack, words).ended;
    assert.deepEqual(output.trim().split("\n").sort(), ["HEAD /messaging-sandbox HTTP/1.1", refusal, refusal]);
  });

  it("refuses a libcurl that is told of no proxy (it asked the real Solapi)", async function () {
    if (!hasModules("pycurl")) {
      process.stdout.write("      skipped: no pycurl\n");
      this.skip();
    }
    const ask = `
import pycurl
curl = pycurl.Curl()
curl.setopt(curl.NOPROXY, "*")
curl.setopt(curl.URL, "https://api.solapi.com/")
try:
    curl.perform()
except pycurl.error as error:
    print(error.args[1])
`;
    const { output } = await StartedProgram.start(stack, ["--", python, "-c", ask]).ended;
    assert.match(
      output,
      /^This client cannot be led to the sandbox, so its connection to api\.solapi\.com was refused\./,
    );
  });

  it("refuses a client that knows no hook, and says so (a Python without site reached the real Solapi)", async () => {
    const ask = 'import urllib.request; urllib.request.urlopen("https://api.solapi.com/", timeout=10)';
    const { output } = await StartedProgram.start(stack, ["--", "sh", "-c", `${python} -S -c '${ask}'; true`]).ended;
    assert.match(output, /URLError: .*alert access denied/i);
    assert.match(output, /A program asked for api\.solapi\.com past the sandbox and was refused\. Nothing was sent\./);
    for (const option of ["-S", "-I", "-uE"]) {
      const refused = await StartedProgram.start(stack, ["--", python, option, "-c", "print('ran')"]).ended;
      assert.equal(refused.code, 64);
      assert.ok(refused.output.includes(`With ${option}, Python does not lead api.solapi.com to the sandbox`), option);
      assert.doesNotMatch(refused.output, /ran/);
    }
  });

  it("leads a program in an older Node to the sandbox too (URL.parse is not a function)", async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-node-"));
    const older = path.join(folder, "older.cjs");
    await fs.writeFile(older, "delete URL.parse; delete Promise.withResolvers;\n");
    const ask = "fetch('https://api.solapi.com/').then(({ status }) => console.log(status))";
    const hook = path.join(distDir, "node-redirect.js");
    const env = { MESSAGING_REDIRECT: `api.solapi.com=${new URL(stack.client.address.solapiUrl).host}` };
    const words = ["--require", older, "--require", hook, "-e", ask];
    const { stdout } = await promisify(execFile)(process.execPath, words, { env });
    assert.equal(stdout.trim(), "401");
    await fs.rm(folder, { recursive: true });
  });

  it("keeps a program's own proxy behind the sandbox's, and lets nothing past that one to Solapi", async () => {
    const words = ["--", process.execPath, "-p", "JSON.stringify([process.env.NO_PROXY, process.env.https_proxy])"];
    const own = {
      NO_PROXY: "*, corp.example,.solapi.com:443,api.solapi.com",
      HTTPS_PROXY: "http://proxy.example:3128",
    };
    const { output } = await StartedProgram.start(stack, words, own).ended;
    const [direct, proxy] = JSON.parse(output) as [string, string];
    assert.equal(direct, " corp.example,127.0.0.1,localhost");
    const { host, password } = new URL(proxy);
    assert.equal(host, new URL(stack.client.address.solapiUrl).host);
    assert.equal(Buffer.from(password, "base64url").toString(), own.HTTPS_PROXY);
  });

  it("says which queue and which region a worker asks for, where they are not the stack's", async () => {
    const ask = (queue: string, region: string) =>
      `import { SQSClient, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
      const sqs = new SQSClient({ region: "${region}" });
      await sqs.send(new GetQueueUrlCommand({ QueueName: "${queue}" })).catch(() => undefined);
      process.stdin.resume().on("end", () => process.exit());`;
    for (const [queue, region, sentence] of [
      [
        "other-jobs",
        "ap-northeast-2",
        "Node AWS SDK asks for the queue other-jobs; the stack's is academy-messaging-jobs",
      ],
      [
        "academy-messaging-jobs",
        "us-east-1",
        "Node AWS SDK looks for the queue in us-east-1; the stack's is in ap-northeast-2",
      ],
    ] as const) {
      const words = ["--", process.execPath, "--input-type=module", "-e", ask(queue, region)];
      const program = StartedProgram.start(stack, words);
      await program.says(sentence);
      program.cli.stdin!.end();
      assert.equal((await program.ended).code, 0);
    }
  });

  it("says at once that two consumers share the queue", async () => {
    const program = StartedProgram.start(stack, ["--", process.execPath, `${programsDir}/worker.mjs`]);
    await program.says(
      "2 consumers share the queue: Node AWS SDK, the stack's own worker. Each message goes to one of them.",
    );
    const { diagnosis, sent } = await sendOne("shared");
    const { events } = (await stack.client.trace(sent.traceIds[0]!))!;
    const isOthers = events.some(({ type }) => type === "worker.seen");
    const { outcome, explanation } = diagnosis.verdict;
    const taker = isOthers ? "Node AWS SDK" : "this environment's own worker";
    assert.equal(outcome, "ok", explanation);
    assert.match(explanation, / Messages taken so far: Node AWS SDK \d+, this environment's own worker \d+\. /);
    assert.ok(explanation.endsWith(` This one was taken by: ${taker}.`), explanation);
    program.cli.kill("SIGTERM"); // it has ended by itself if the message was its own
    assert.equal((await program.ended).code, isOthers ? 0 : 128 + 15);
  });

  it("brings the stack's worker back after a program that fails at once, with its exit code", async () => {
    const words = ["--role", "worker", "--", process.execPath, "-e", "process.exit(7)"];
    assert.equal((await StartedProgram.start(stack, words).ended).code, 7);
    assert.equal(await workerState(), "running");
    const missing = await StartedProgram.start(stack, ["--role", "worker", "--", "no-such-program"]).ended;
    assert.equal(missing.code, 127);
    assert.match(missing.output, /There is no program no-such-program\n {2}Check its name and your PATH\./);
    assert.equal(await workerState(), "running");
  });

  it("passes an interrupt on, and brings the stack's worker back after it", async () => {
    const wait = "process.on('SIGINT', () => process.exit(3)); console.log('up'); setInterval(() => {}, 1000)";
    const program = StartedProgram.start(stack, ["--role", "worker", "--", process.execPath, "-e", wait]);
    await new Promise((resolve) => program.cli.stdout!.once("data", resolve));
    assert.equal(await workerState(), "stopped");
    program.cli.kill("SIGINT");
    assert.equal((await program.ended).code, 3);
    assert.equal(await workerState(), "running");
  });

  it("brings the stack's worker back although it was killed, and only after the last of two", async () => {
    const wait = [
      "--role",
      "worker",
      "--",
      process.execPath,
      "-e",
      "console.log(process.pid); setInterval(() => {}, 1000)",
    ];
    const [first, second] = [StartedProgram.start(stack, wait), StartedProgram.start(stack, wait)];
    const pids = (await Promise.all([first.says(/\d+/), second.says(/\d+/)])).map(([pid]) => Number(pid));
    first.cli.kill("SIGKILL");
    process.kill(pids[0]!); // nobody is left to end it
    await first.ended;
    assert.deepEqual([await workerState(), (await stack.client.snapshot()).isWorkerAside], ["stopped", true]);
    const changes = stack.client.changes();
    second.cli.kill("SIGKILL");
    process.kill(pids[1]!);
    for await (const _change of changes) if ((await workerState()) === "running") break;
    assert.equal((await stack.client.snapshot()).isWorkerAside, undefined);
  });

  it("starts a stack where none runs, and ends it afterwards", async () => {
    const stateDir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-run-"));
    const code = "fetch('https://api.solapi.com/').then(({ status }) => console.log(status, process.env.AWS_REGION))";
    const { output } = await StartedProgram.start({ stateDir }, ["--", process.execPath, "-e", code]).ended;
    assert.match(output, /^401 ap-northeast-2$/m);
    assert.equal((await runCli(["status"], { MESSAGING_STATE_DIR: stateDir })).code, 69);
    await fs.rm(stateDir, { recursive: true });
  });

  it("prints the variables that such a program gets: messaging env", async () => {
    const { stdout } = await stack.cli("env", "--format", "json");
    const { version, variables } = JSON.parse(stdout) as { version: number; variables: Record<string, string> };
    const { apiUrl, apiToken, sqsEndpoint, solapiUrl, awsAccessKeyId } = stack.client.address;
    const { SOLAPI_API_KEY, SOLAPI_API_SECRET, AWS_SECRET_ACCESS_KEY, ...others } = variables;
    assert.ok(SOLAPI_API_KEY && SOLAPI_API_SECRET && AWS_SECRET_ACCESS_KEY);
    assert.deepEqual(
      [version, others],
      [
        1,
        {
          AWS_REGION: "ap-northeast-2",
          AWS_DEFAULT_REGION: "ap-northeast-2",
          AWS_ACCESS_KEY_ID: awsAccessKeyId,
          AWS_ENDPOINT_URL_SQS: sqsEndpoint,
          MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs",
          SOLAPI_BASE_URL: solapiUrl,
          SOLAPI_SENDER: "0212345678",
          MESSAGING_API_URL: apiUrl,
          MESSAGING_API_TOKEN: apiToken,
        },
      ],
    );
    const shell = await stack.cli("env");
    const told = execFileSync("sh", ["-c", `${shell.stdout}\necho "$SOLAPI_API_SECRET $AWS_ENDPOINT_URL_SQS"`]);
    assert.equal(told.toString().trim(), `${SOLAPI_API_SECRET} ${sqsEndpoint}`);
  });
});
