import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { openStore } from "../../../src/runtime/store/store";
import type { Store } from "../../../src/runtime/store/store";
import type { Claim, ClaimRequest } from "../../../src/runtime/worker/jobStore";
import { SqliteJobStore } from "../../../src/runtime/worker/sqliteJobStore";

const LEASE_MS = 60_000;
const PRICE = 8;

describe("claims of the embedded job store", () => {
  let dir: string;
  let data: Store;
  let jobs: SqliteJobStore;
  let tenantId: number;
  let now: number;

  beforeEach(async () => {
    dir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-jobs-"));
    data = openStore(path.join(dir, "store.sqlite"));
    now = Date.now();
    jobs = open();
  });
  afterEach(async () => {
    await jobs.close();
    data.close();
    await fs.rm(dir, { recursive: true, force: true });
  });

  const open = () => {
    const clock = { now: () => now };
    return new SqliteJobStore({ path: path.join(dir, "store.sqlite"), leaseMs: LEASE_MS, ormAvailable: true, clock });
  };

  function withCredit(won: number): void {
    tenantId = data.tenants.insert({
      name: "학원",
      code: "credit",
      creditBalance: String(won),
      messagingBasePrice: String(PRICE),
    });
  }

  const credit = () => Number(data.tenants.byId(tenantId)?.creditBalance);
  const request = (key: string): ClaimRequest => {
    return { key, messageId: key, tenantId, recipientSummary: "0101****", templateSummary: "sms" };
  };
  const kinds = (claims: Claim[]) => claims.map(({ kind }) => kind);
  const failure = (key: string) => ({ key, failureReason: "x", recipientSummary: "", templateSummary: "" });

  it("deducts one by one within one claim, and tells the credit that was left", async () => {
    withCredit(2 * PRICE + 4);
    const claims = await jobs.claim([request("a"), request("b"), request("c")]);
    assert.deepEqual(kinds(claims), ["claimed", "claimed", "insufficient-balance"]);
    const [, , refused] = claims;
    assert.ok(refused?.kind === "insufficient-balance");
    assert.equal(refused.balance, "4");
    assert.equal(credit(), 4);
    assert.equal(data.notificationLogs.newest()?.failureReason, "insufficient_balance");
    assert.deepEqual(kinds(await jobs.claim([request("c")])), ["finished"]);
  });

  it("takes a message that comes twice in one claim once", async () => {
    withCredit(100);
    assert.deepEqual(kinds(await jobs.claim([request("a"), request("a")])), ["claimed", "leased"]);
    assert.equal(credit(), 100 - PRICE);
  });

  it("does not deduct again what a worker that ended has deducted", async () => {
    withCredit(PRICE);
    await jobs.claim([request("a")]);
    now += LEASE_MS + 1;
    const next = open();
    assert.deepEqual(kinds(await next.claim([request("a")])), ["claimed"]);
    assert.equal(credit(), 0);
    const [row] = await next.finish([{ ...failure("a"), state: "accepted", failureReason: "" }]);
    assert.equal(row?.amountDeducted, String(PRICE));
    await next.close();
  });

  it("deducts again after an attempt that failed and gave the price back", async () => {
    withCredit(PRICE);
    await jobs.claim([request("a")]);
    await jobs.attemptFailed([failure("a")]);
    assert.equal(credit(), PRICE);
    assert.deepEqual(kinds(await jobs.claim([request("a")])), ["claimed"]);
    assert.equal(credit(), 0);
  });

  it("gives the credit back when the reservation is cancelled after an attempt that did not end (the price was lost)", async () => {
    withCredit(PRICE);
    await jobs.claim([request("a")]);
    assert.equal(credit(), 0);
    now += LEASE_MS + 1;
    const reservationId = data.reservations.insert(tenantId, "CANCELLED");
    assert.deepEqual(kinds(await jobs.claim([{ ...request("a"), reservationId }])), ["reservation-cancelled"]);
    assert.equal(credit(), PRICE);
  });

  it("lets the group decide where a job is submitted before its reservation is cancelled", async () => {
    withCredit(PRICE);
    await jobs.claim([request("a")]);
    await jobs.openGroup("G", ["a"]);
    await jobs.submit("G", [{ key: "a", providerMessageId: "M" }]);
    now += LEASE_MS + 1;
    const reservationId = data.reservations.insert(tenantId, "CANCELLED");
    const [claim] = await jobs.claim([{ ...request("a"), reservationId }]);
    assert.ok(claim?.kind === "claimed" && claim.resume.state === "submitted");
  });
});
