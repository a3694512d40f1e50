import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { PLAN_VALID_MS } from "../../../src/operations/plan/plan";
import { PlanFolder } from "../../../src/operations/plan/planFolder";
import { PlanRegistry } from "../../../src/operations/plan/planRegistry";

const restart = {
  environment: "local",
  places: ["hakwonplus"],
  action: { kind: "fix", write: { kind: "restart-worker" } },
  description: "Restart the worker",
  via: "the stack",
} as const;

describe("a plan of an agent", () => {
  let folder: string;
  let now: number;
  let plans: PlanRegistry;
  let shown: PlanFolder;

  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-plans-"));
    now = Date.now();
    shown = new PlanFolder(folder);
    plans = new PlanRegistry(shown, { now: () => now });
  });
  afterEach(() => fs.rm(folder, { recursive: true, force: true }));

  const add = async () => (await plans.add({ ...restart, places: [...restart.places] })).id;
  const refuses = (id: string, reason: string) => assert.rejects(plans.take(id, "fix"), { reason });

  it("is refused without an approval, and taken once with one", async () => {
    const id = await add();
    await refuses(id, "plan-not-approved");
    plans.approve(id);
    assert.equal((await plans.take(id, "fix")).description, "Restart the worker");
    await refuses(id, "plan-used");
    assert.throws(() => plans.approve(id), { reason: "plan-used" });
  });

  it("is valid for ten minutes, approved or not", async () => {
    const [approved, late] = [await add(), await add()];
    plans.approve(approved);
    now += PLAN_VALID_MS;
    assert.equal((await plans.take(approved, "fix")).id, approved, "to the last millisecond");
    now += 1;
    assert.throws(() => plans.approve(late), { reason: "plan-expired" });
    await refuses(late, "plan-expired");
  });

  it("expires although it was approved in time", async () => {
    const id = await add();
    await shown.approve(await shown.read(id));
    now += PLAN_VALID_MS + 1;
    await refuses(id, "plan-expired");
  });

  it("cannot be approved at a terminal after ten minutes", async () => {
    now -= PLAN_VALID_MS + 1;
    await assert.rejects(shown.read(await add()), { reason: "plan-expired" });
  });

  it("is refused if its file was altered before the approval", async () => {
    const id = await add();
    const file = path.join(folder, "plans", `${id}.plan.json`);
    await fs.writeFile(file, (await fs.readFile(file, "utf8")).replace("Restart the worker", "Look at it"));
    await shown.approve(await shown.read(id));
    await refuses(id, "plan-altered");
  });

  it("is for its own tool alone, and known to its own process alone", async () => {
    const id = await add();
    plans.approve(id);
    await assert.rejects(plans.take(id, "send"), { reason: "plan-unknown" });
    await assert.rejects(new PlanRegistry(shown).take(id, "fix"), { reason: "plan-unknown" });
  });
});
