import assert from "node:assert/strict";
import { dateTime } from "../../../src/common/clockTime";
import { checkEnvironment } from "../../../src/operations/environment/checkEnvironment";
import type { TenantTarget, WorkerTarget } from "../../../src/targets/environment";
import { fake, fakeEnvironment } from "../targets/fakeEnvironment";

describe("the check of an environment", () => {
  it("shows the sender as the tree does, masks every other number, and says times as the reader's clock does", async () => {
    const startedAt = "2026-11-30T22:06:22.100Z";
    const environment = fakeEnvironment({
      tenants: fake<TenantTarget>("tenants", {
        tenant: (code) => Promise.resolve({ id: 1, code, name: "원장 01012345678", messagingSender: "0212345678" }),
        origin: "Django helper (backend)",
      }),
      worker: fake<WorkerTarget>("worker", {
        container: () => Promise.resolve({ state: "running", startedAt }),
        origin: "academy-messaging-worker",
      }),
    });
    const { parts } = await checkEnvironment(environment, {
      signal: new AbortController().signal,
      interaction: { progress: () => undefined },
    });
    const sentenceOf = (name: string) => parts.find(({ part }) => part === name)?.sentence;
    assert.equal(
      sentenceOf("tenants"),
      "hakwonplus 원장 0101**** · messaging_sender 0212345678 · Django helper (backend)",
    );
    assert.equal(sentenceOf("worker"), `academy-messaging-worker · running · since ${dateTime(Date.parse(startedAt))}`);
  });
});
