import assert from "node:assert/strict";
import path from "node:path";
import { runningCode } from "../../../src/targets/version/runningCode";
import { contradictedBy, profileOf } from "../../../src/targets/version/versionProfile";
import { recogniseVersion } from "../../../src/targets/version/versionRecognition";
import { queueSigns, schemaSigns, senderSourceIn, sourceSigns } from "../../../src/targets/version/versionSigns";
import type { QueueTarget, TenantTarget } from "../../../src/targets/environment";
import { fake, fakeEnvironment } from "./fakeEnvironment";

const march = ["id", "tenant_id", "sent_at", "success", "failure_reason", "recipient_summary"];
const august = [...march, "status", "provider_message_id", "source_tenant_id"];
const schema = (logFields: string[]) => ({ tenantFields: ["id", "code", "messaging_sender"], logFields });

describe("version profile", () => {
  it("tells March and August by NotificationLog's columns, with what it was told by", () => {
    assert.equal(profileOf(schemaSigns(schema(march))).generation, "2026-03");
    const profile = profileOf(schemaSigns(schema(august)));
    assert.equal(profile.generation, "2026-08");
    assert.deepEqual(profile.facts?.modes, ["alimtalk"]);
    assert.equal(profile.facts.sender, "ignored");
    assert.match(profile.signs[0]!.what, /status/);
  });

  it("names no generation for signs that contradict each other, or none", () => {
    const signs = [...schemaSigns(schema(august)), ...schemaSigns(schema(march))];
    assert.equal(profileOf(signs).generation, undefined);
    assert.equal(profileOf([]).generation, undefined);
  });

  it("knows the queue's usual name and shape", () => {
    const reading = { name: "academy-v1-messaging-queue", region: "ap-northeast-2", visibilityTimeout: 900 };
    const signs = queueSigns({ ...reading, redrive: { maxReceiveCount: 5, deadLetterQueue: "dlq" } });
    assert.equal(profileOf(signs).generation, "2026-08");
    assert.deepEqual(queueSigns({ name: "jobs", region: "ap-northeast-2" }), []);
  });

  it("reads the code: the sender's order, and the line that takes SOLAPI_SENDER", () => {
    const text = [
      "def sender_of(payload, tenant):",
      '    # os.environ["SOLAPI_SENDER"] is the last resort',
      '    return payload.get("sender") or tenant.messaging_sender or os.environ["SOLAPI_SENDER"]',
    ].join("\n");
    const sources = [{ file: "/backend/worker/send.py", text }];
    const [sign] = sourceSigns(sources);
    assert.deepEqual(sign?.where, { file: "/backend/worker/send.py", line: 3 });
    assert.equal(sign.says, "2026-03");
    assert.deepEqual(senderSourceIn(sources), { file: "/backend/worker/send.py", line: 3 });
  });

  it("goes by the code that runs: leftovers, tests and archives tell nothing", async () => {
    const workspace = path.resolve("test/fixtures/workspaces/leftovers");
    const profile = await recogniseVersion(fakeEnvironment({}), { workspace });
    assert.deepEqual(
      profile.signs.map(({ says, where }) => [says, where && path.relative(workspace, where.file)]),
      [
        ["2026-08", undefined],
        ["2026-08", "academy/settings/base.py"],
        ["2026-08", "apps/domains/messaging/policy.py"],
      ],
    );
    assert.equal(profile.generation, "2026-08");
    assert.equal(path.relative(workspace, profile.senderSource?.file ?? ""), "apps/worker/messaging_worker/main.py");
  });

  it("says which signs contradict each other", () => {
    const signs = [...schemaSigns(schema(august)), ...queueSigns({ name: "academy-messaging-jobs", region: "r" })];
    const profile = profileOf(signs);
    assert.equal(profile.generation, undefined);
    assert.equal(
      contradictedBy(profile),
      "2026-08: NotificationLog has the column status; 2026-03: the queue is named academy-messaging-jobs",
    );
  });

  it("counts both apps where nothing tells which one runs", () => {
    const appFolders = ["apps/domains/messaging", "apps/support/messaging"];
    assert.deepEqual(runningCode({ appFolders, files: [] }).appFolders, appFolders);
    const files = [{ file: "apps/worker/main.py", text: "from apps.support.messaging import send\n" }];
    assert.deepEqual(runningCode({ appFolders, files }).appFolders, ["apps/support/messaging"]);
  });

  it("goes by what can be read: a helper that fails tells nothing, the code of the fixture backend does", async () => {
    const profile = await recogniseVersion(
      fakeEnvironment({
        tenants: fake<TenantTarget>("tenants", { schema: () => Promise.reject(new Error("database down")) }),
        queue: fake<QueueTarget>("queue", {
          measure: () => Promise.resolve({ name: "academy-messaging-jobs", region: "ap-northeast-2" }),
        }),
      }),
      { workspace: path.resolve("test/fixtures/backend") },
    );
    assert.ok(profile.signs.some(({ where }) => where?.file.endsWith(".py")));
  });
});
