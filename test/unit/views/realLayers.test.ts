import assert from "node:assert/strict";
import type { LayersSnapshot } from "../../../src/targets/layers/layersSnapshot";
import type { ShownFinding } from "../../../src/window/findings/findingStore";
import { layerNodes } from "../../../src/views/layers/layersTree";
import { statusText } from "../../../src/views/status/statusText";
import { treeText } from "../../../src/views/treeNode";
import { NOW } from "./measurementFixture";

const now = <T>(value: T) => ({ at: NOW, value, staleAfterMs: 30_000 });

/** A staging backend: Docker worker, Django data, AWS and Solapi. */
const staging = (changes: Partial<LayersSnapshot> = {}): LayersSnapshot => ({
  name: "staging",
  isLocal: false,
  isProduction: false,
  api: now({ url: "https://api.example.kr", info: { status: 200, elapsedMs: 41 } }),
  queue: now({
    name: "academy-messaging-jobs",
    region: "ap-northeast-2",
    url: "https://sqs.ap-northeast-2.amazonaws.com/1/academy-messaging-jobs",
    counts: { visible: 0, inFlight: 1, delayed: 0, dead: 0 },
  }),
  worker: now({
    origin: "container academy-messaging-worker",
    state: "running" as const,
    restartCount: 0,
    startedAt: NOW - 60_000,
    image: "academy:2026-03",
    queueName: "academy-messaging-jobs",
    mock: false,
  }),
  provider: now({
    url: "https://api.solapi.com",
    mode: "live" as const,
    balance: 9_980,
    senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }],
  }),
  data: now({
    origin: "Django helper (academy, Postgres)",
    tenant: { id: 1, code: "hakwonplus", name: "학원플러스", messagingSender: "0212345678" },
    lastLog: { id: "12", success: true, failureReason: "", at: NOW - 90_000 },
  }),
  lastErrors: {},
  ...changes,
});

const nodes = (snapshot: LayersSnapshot, findings: ShownFinding[] = []) =>
  layerNodes({ state: { kind: "live", snapshot }, traces: [], findings, now: NOW });
const heads = (snapshot: LayersSnapshot, findings?: ShownFinding[]) =>
  treeText(nodes(snapshot, findings))
    .split("\n")
    .filter((line) => !line.startsWith("  "));

describe("layers of a real environment", () => {
  it("healthy: what each part said, with where it was measured", () => {
    assert.deepEqual(heads(staging()), [
      "✔ API  200 · 41 ms",
      "✔ SQS  1 in flight",
      "✔ Worker  running",
      "✔ Solapi  9,980 won",
      "✔ Data  hakwonplus · 0212345678 · log #12 success",
    ]);
    const text = treeText(nodes(staging()));
    assert.match(text, /Runs as {2}container academy-messaging-worker · since 09:59:00/);
    assert.match(text, /Store {2}Django helper \(academy, Postgres\)/);
    assert.match(text, /Mode {2}live: messages reach phones and cost money/);
  });

  it("blocked: red where the part itself is broken, and where the diagnosis says that the message stopped", () => {
    const killed = staging({
      worker: now({
        origin: "container academy-messaging-worker",
        state: "exited" as const,
        restartCount: 3,
        exitCode: 137,
        oomKilled: true,
      }),
    });
    assert.equal(heads(killed)[2], "✖ Worker  The worker was killed: out of memory");
    const finding: ShownFinding = {
      layer: "provider",
      outcome: "blocked",
      cause: "provider.sender-not-registered",
      title: "1062: The sender 01000000000 is not registered",
      explanation: "Solapi does not know it.",
      fixes: [{ id: "set-sender", title: "Set the sender" }],
      isVerdict: true,
    };
    const shown = nodes(staging(), [finding]).find(({ icon }) => icon === "blocked");
    assert.equal(shown?.label, "Solapi");
    assert.equal(shown?.children?.[0]?.can, "finding canFixSender canBeIgnored");
  });

  it("unknown since: grey, why, and the facts that were known last", () => {
    const last = { at: NOW - 20_000, value: factsOfWorker() };
    const gone = staging({ worker: { at: NOW - 15_000, failed: "engine gone", last } });
    assert.equal(heads(gone)[2], "◷ Worker  unknown since 09:59:45");
    assert.match(treeText(nodes(gone)), /^ {2} {2}engine gone$/m, "the reason has a row of its own");
    assert.match(treeText(nodes(gone)), /Runs as {2}container academy-messaging-worker/);
    assert.ok(heads(gone).filter((line) => line.startsWith("✔")).length === 4, "the others keep their light");
  });

  it("says of a part that is not configured that it is not known", () => {
    const { provider: _provider, ...rest } = staging();
    assert.equal(heads(rest)[3], "? Solapi  not configured");
  });

  it("does not call an API that refuses the token, or does not answer, in order", () => {
    const refused = staging({
      api: now({ url: "https://api.example.kr", info: { status: 401, elapsedMs: 9 } }),
    });
    assert.match(heads(refused)[0]!, /^✖ API {2}The token is missing, expired or invalid/);
    const silent = staging({
      api: now({ url: "https://api.example.kr", info: { unreachable: "ECONNREFUSED", elapsedMs: 2 } }),
    });
    assert.match(heads(silent)[0]!, /^✖ API {2}Nothing answers at the API's address/);
  });

  it("has a lock before everything else where it is production", () => {
    const [first, api] = nodes(staging({ name: "academy", isProduction: true }));
    assert.equal(treeText([first!]), "🔒 academy is production  read-only");
    assert.equal(api?.label, "API");
  });

  it("says which environment's settings cannot be used, and leads to the choice of another", () => {
    const [node] = layerNodes({
      state: { kind: "invalid", name: "staging", why: "tenantCode is missing" },
      traces: [],
      findings: [],
      now: NOW,
    });
    assert.equal(treeText([node!]), "✖ staging cannot be used  tenantCode is missing");
    assert.equal(node?.command?.id, "messaging.environment.select");
  });

  it("in the status bar: its name, red with a lock for production, never green where something is not known", () => {
    const text = (snapshot: LayersSnapshot) => statusText({ kind: "live", snapshot }, [], NOW);
    assert.equal(text(staging())?.text, "$(pass) Messaging: staging");
    const production = text(staging({ name: "academy", isProduction: true }));
    assert.equal(production?.text, "$(lock) Messaging: academy production");
    assert.equal(production?.isAlarming, true);
    const gone = staging({ worker: { at: NOW, failed: "engine gone" } });
    assert.equal(text(gone)?.text, "$(question) Messaging: staging");
    const blind = text({ ...gone, name: "production", isProduction: true });
    assert.equal(blind?.text, "$(lock) Messaging: Production · Worker unknown");
  });

  it("several sender numbers: how many are active, and a row for each", () => {
    const senders = [
      { phoneNumber: "0212345678", status: "ACTIVE" },
      { phoneNumber: "0311112222", status: "PENDING" },
      { phoneNumber: "15881234", status: "ACTIVE" },
    ];
    const provider = now({ url: "https://api.solapi.com", mode: "live" as const, balance: 9_980, senders });
    const text = treeText(nodes(staging({ provider })));
    assert.match(text, /Sender numbers {2}2 of 3 active\n +0212345678 {2}active\n +0311112222 {2}pending\n/);
  });
});

function factsOfWorker() {
  const { worker } = staging();
  if (!worker || !("value" in worker)) throw new Error("the fixture has a worker");
  return worker.value;
}
