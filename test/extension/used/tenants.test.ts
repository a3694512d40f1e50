import assert from "node:assert/strict";
import path from "node:path";
import { seedStore } from "../../../src/runtime/store/seed";
import { openStore } from "../../../src/runtime/store/store";
import { activateExtension, endStack, run, useOwnStack } from "../extensionFixture";

const TENANTS = 5_000;
const PAGE = 200;

const loadMore = () => run<{ shown: number; total: number }>("messaging.tenant.loadMore");

/** A store as a stack of many academies has left it. */
function seed(folder: string): void {
  const store = openStore(path.join(folder, "store.sqlite"));
  seedStore(store);
  store.inTransaction(() => {
    for (let number = store.tenants.count() + 1; number <= TENANTS; number++) {
      store.tenants.insert({
        name: `학원 ${number}`,
        code: `academy-${number}`,
        messagingSender: number % 10 === 0 ? "" : `02${String(number).padStart(8, "0")}`,
        creditBalance: "0",
        messagingBasePrice: "8.40",
      });
    }
  });
  store.close();
}

describe("5,000 tenants", () => {
  let folder: string;

  before(async () => {
    folder = useOwnStack();
    seed(folder);
    await activateExtension();
    assert.equal(await run("messaging.stack.start"), "live");
    await run("messaging.tenants.focus");
  });

  after(() => endStack(folder));

  it("are shown page by page, each once, however fast the next is asked for", async () => {
    // The shown view loads its first page by itself, before or after ours.
    const first = await loadMore();
    assert.equal(first.total, TENANTS);
    const twice = await Promise.all([loadMore(), loadMore()]);
    const { shown } = twice[1];
    assert.equal(shown % PAGE, 0);
    assert.ok(shown >= 3 * PAGE && shown <= 4 * PAGE, `${shown} are shown`);
    let last = shown;
    while (last < TENANTS) {
      const next = await loadMore();
      assert.equal(next.shown, last + PAGE);
      last = next.shown;
    }
    assert.deepEqual(await loadMore(), { shown: TENANTS, total: TENANTS });
  });

  it("stay loaded when the view is refreshed", async () => {
    await run("messaging.view.refresh");
    assert.deepEqual(await loadMore(), { shown: TENANTS, total: TENANTS });
  });

  it("are sent for by their code, also the last one", async () => {
    const { outcome } = await run<{ outcome: string }>("messaging.message.send", {
      isComplete: true,
      start: "queue",
      tenantCode: `academy-${TENANTS - 1}`,
    });
    assert.equal(outcome, "stopped", "its number is not registered");
  });
});
