import assert from "node:assert/strict";
import { confirmProduction } from "../../../../src/targets/safety/confirmation";
import { prepareWrite } from "../../../../src/targets/safety/guard";
import { writeKinds } from "../../../../src/targets/safety/write";
import type { Write } from "../../../../src/targets/safety/write";
import type { UnguardedEnvironment } from "../../../../src/targets/writers";
import { granted } from "../granted";
import { everyWrite, fix, GuardedBackend, isReason, send, SENDER } from "./guardedBackend";

describe("guard in front of production", () => {
  let backend: GuardedBackend;
  beforeEach(() => (backend = new GuardedBackend()));
  afterEach(() => backend.dispose());

  const production = (over: Partial<UnguardedEnvironment> = {}) =>
    backend.environment({ name: "live", isProduction: true, ...over });
  const at = (ms: number) => ({ now: () => ms });

  it("makes no write until the tenant's code was typed, and records that it was refused", async () => {
    for (const what of everyWrite)
      await assert.rejects(granted(production(), what, backend.audit), isReason("production-read-only"), what.kind);
    assert.deepEqual(backend.made, []);
    const entries = await backend.audit.entries();
    assert.deepEqual(
      entries.map(({ kind, outcome, production }) => [kind, outcome, production]),
      writeKinds.map((kind) => [kind, "refused", true]),
    );
  });

  it("takes only the code as it is", () => {
    for (const typed of ["", "hakwon", "HAKWONPLUS"])
      assert.throws(() => confirmProduction(production(), "hakwonplus", typed), isReason("confirmation-mismatch"));
  });

  it("holds for that environment, that tenant and a while", async () => {
    const confirmation = confirmProduction(production(), "hakwonplus", "hakwonplus", at(0));
    const prepared = (where = production(), what: Write = fix, clock = at(0)) =>
      prepareWrite(where, what, { audit: backend.audit, clock });
    const refused = isReason("production-read-only");
    await (await (await prepared()).grant(confirmation)).write();
    const saessak = { ...fix, tenantCode: "saessak" };
    await assert.rejects((await prepared(production(), saessak)).grant(confirmation), refused);
    await assert.rejects((await prepared(production({ name: "live-2" }))).grant(confirmation), refused);
    await assert.rejects((await prepared(production(), fix, at(11 * 60_000))).grant(confirmation), refused);
    assert.deepEqual(backend.made, [`hakwonplus →${SENDER}`]);
  });

  it("checks again what was checked before a long prompt: a number that changed meanwhile is not called", async () => {
    let now = 0;
    let number = "01012345678";
    const recipients = () => Promise.resolve([{ studentId: 1, number }]);
    const where = production({ tenants: backend.tenants({ recipients }) });
    const clock = { now: () => now };
    const prepared = await prepareWrite(where, send(1), { audit: backend.audit, clock });
    now = 5 * 60_000;
    number = "01099998888";
    const target = await prepared.grant(confirmProduction(where, "hakwonplus", "hakwonplus", clock));
    await assert.rejects(target.write(), isReason("recipient-not-allowed"));
    assert.deepEqual(backend.made, []);
  });
});
