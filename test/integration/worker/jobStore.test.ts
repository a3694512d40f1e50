import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Clock } from "../../../src/common/clock";
import { openStore } from "../../../src/runtime/store/store";
import type { Claim, ClaimRequest, JobStore } from "../../../src/runtime/worker/jobs/jobStore";
import { PostgresJobStore } from "../../../src/runtime/worker/jobs/postgresJobStore";
import { SqliteJobStore } from "../../../src/runtime/worker/jobs/sqliteJobStore";
import { startBackend } from "../django/backend";
import { startPostgres } from "../django/postgres";
import { requireDjango, requirePostgres } from "../django/requirements";

const LEASE_MS = 60_000;
const PRICE = 8;

/** A database with the backend's tables: what the backend does to it, and the worker's store of jobs on it. */
interface Database {
  open(clock: Clock): Promise<JobStore>;
  /** A tenant with that credit, whose messages cost PRICE; its id. */
  addTenant(code: string, won: number): Promise<number>;
  credit(tenantId: number): Promise<number>;
  /** Of the newest NotificationLog row. */
  newestReason(): Promise<unknown>;
  cancelReservation(tenantId: number): Promise<number>;
  close(): Promise<void>;
}

async function sqlite(): Promise<Database> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-jobs-"));
  const file = path.join(dir, "store.sqlite");
  const data = openStore(file);
  return {
    open: (clock) => Promise.resolve(new SqliteJobStore({ path: file, leaseMs: LEASE_MS, ormAvailable: true, clock })),
    addTenant: (code, won) => {
      const price = String(PRICE);
      return Promise.resolve(
        data.tenants.insert({ name: "학원", code, creditBalance: String(won), messagingBasePrice: price }),
      );
    },
    credit: (tenantId) => Promise.resolve(Number(data.tenants.byId(tenantId)?.creditBalance)),
    newestReason: () => Promise.resolve(data.notificationLogs.newest(1)[0]?.failureReason),
    cancelReservation: (tenantId) => Promise.resolve(data.reservations.insert(tenantId, "CANCELLED")),
    close: async () => {
      data.close();
      await fs.rm(dir, { recursive: true, force: true });
    },
  };
}

/** The tables as Django makes them, with what Django has no default for in the database. */
async function postgres(): Promise<Database> {
  const server = await startPostgres();
  const backend = await startBackend({ serve: false, databaseUrl: server.url() });
  const idOf = async (sql: string, parameters: unknown[]) => {
    const [row] = await server.query(`${sql} RETURNING id`, parameters);
    return Number(row?.["id"]);
  };
  const url = server.url();
  return {
    open: (clock) => PostgresJobStore.open({ url, leaseMs: LEASE_MS, ormAvailable: true, clock }),
    addTenant: (code, won) =>
      idOf(
        `INSERT INTO core_tenant (name, code, is_active, kakao_pfid, messaging_sender, credit_balance,
           messaging_is_active, messaging_base_price) VALUES ('학원', $1, true, '', '', $2, true, $3)`,
        [code, won, PRICE],
      ),
    credit: async (tenantId) => {
      const [row] = await server.query("SELECT credit_balance FROM core_tenant WHERE id = $1", [tenantId]);
      return Number(row?.["credit_balance"]);
    },
    newestReason: async () => {
      const newest = "SELECT failure_reason FROM messaging_notificationlog ORDER BY id DESC LIMIT 1";
      return (await server.query(newest))[0]?.["failure_reason"];
    },
    cancelReservation: (tenantId) =>
      idOf("INSERT INTO clinic_reservation (tenant_id, status) VALUES ($1, 'CANCELLED')", [tenantId]),
    close: async () => {
      await backend.stop();
      await server.dispose();
    },
  };
}

for (const [name, openDatabase] of Object.entries({ sqlite, postgres }))
  describe(`the worker's jobs on ${name}`, () => {
    let database: Database;
    let jobs: JobStore;
    let tenantId: number;
    let now: number;
    let tests = 0;

    before(async function () {
      if (openDatabase === postgres) {
        await requireDjango(this);
        requirePostgres(this);
      }
      database = await openDatabase();
    });
    beforeEach(async () => {
      now = Date.now();
      jobs = await open();
      tests++;
    });
    afterEach(() => jobs.close());
    after(() => database?.close());

    const open = () => database.open({ now: () => now });
    const withCredit = async (won: number) => void (tenantId = await database.addTenant(`credit-${tests}`, won));
    const credit = () => database.credit(tenantId);
    /** Keys of one test are its own: the tests share a database. */
    const keyOf = (key: string) => `${tests}-${key}`;
    const request = (key: string): ClaimRequest => {
      return { key: keyOf(key), messageId: key, tenantId, recipientSummary: "0101****", templateSummary: "sms" };
    };
    const kinds = (claims: Claim[]) => claims.map(({ kind }) => kind);
    const failure = (key: string) => ({
      key: keyOf(key),
      failureReason: "x",
      recipientSummary: "",
      templateSummary: "",
    });

    it("deducts one by one within one claim, and tells the credit that was left", async () => {
      await withCredit(2 * PRICE + 4);
      const claims = await jobs.claim([request("a"), request("b"), request("c")]);
      assert.deepEqual(kinds(claims), ["claimed", "claimed", "insufficient-balance"]);
      const [, , refused] = claims;
      assert.ok(refused?.kind === "insufficient-balance");
      assert.equal(refused.balance, "4");
      assert.ok(refused.log.notificationLogId > 0);
      assert.equal(await credit(), 4);
      assert.equal(await database.newestReason(), "insufficient_balance");
      assert.deepEqual(kinds(await jobs.claim([request("c")])), ["finished"]);
    });

    it("takes a message that comes twice in one claim once", async () => {
      await withCredit(100);
      assert.deepEqual(kinds(await jobs.claim([request("a"), request("a")])), ["claimed", "leased"]);
      assert.equal(await credit(), 100 - PRICE);
    });

    it("gives each of two workers that claim the same messages at once its own", async () => {
      await withCredit(1_000);
      const other = await open();
      const keys = Array.from({ length: 40 }, (_, index) => `job-${index}`);
      const [mine, theirs] = await Promise.all([
        jobs.claim(keys.map(request)),
        other.claim([...keys].reverse().map(request)),
      ]);
      const claimed = [...mine, ...theirs].filter(({ kind }) => kind === "claimed");
      assert.equal(claimed.length, keys.length);
      assert.equal(await credit(), 1_000 - keys.length * PRICE);
      await other.close();
    });

    it("leaves nothing behind of a message of an unknown tenant", async () => {
      await withCredit(100);
      const unknown = { ...request("a"), tenantId: 987_654_321 };
      assert.deepEqual(kinds(await jobs.claim([unknown, request("b")])), ["unknown-tenant", "claimed"]);
      assert.deepEqual(kinds(await jobs.claim([unknown])), ["unknown-tenant"]);
    });

    it("does not deduct again what a worker that ended has deducted", async () => {
      await withCredit(PRICE);
      await jobs.claim([request("a")]);
      now += LEASE_MS + 1;
      const next = await open();
      assert.deepEqual(kinds(await next.claim([request("a")])), ["claimed"]);
      assert.equal(await credit(), 0);
      assert.deepEqual(await jobs.finish([{ ...failure("a"), state: "accepted" }]), [], "no longer the first one's");
      const [row] = await next.finish([{ ...failure("a"), state: "accepted", failureReason: "" }]);
      assert.equal(row?.amountDeducted, String(PRICE));
      assert.deepEqual(kinds(await jobs.claim([request("a")])), ["finished"]);
      await next.close();
    });

    it("deducts again after an attempt that failed and gave the price back", async () => {
      await withCredit(PRICE);
      await jobs.claim([request("a")]);
      await jobs.attemptFailed([failure("a")]);
      assert.equal(await credit(), PRICE);
      assert.equal(await database.newestReason(), "x");
      assert.deepEqual(kinds(await jobs.claim([request("a")])), ["claimed"]);
      assert.equal(await credit(), 0);
    });

    it("gives the credit of what was refused back, and keeps that of what may have been sent", async () => {
      await withCredit(3 * PRICE);
      await jobs.claim(["a", "b", "c"].map(request));
      const rows = await jobs.finish([
        { ...failure("a"), state: "refused" },
        { ...failure("b"), state: "ambiguous" },
        { ...failure("c"), state: "accepted", failureReason: "", templateSummary: "t\0".repeat(150) },
      ]);
      assert.deepEqual(
        rows.map(({ amountDeducted }) => amountDeducted),
        ["0", String(PRICE), String(PRICE)],
      );
      const ids = rows.map(({ notificationLogId }) => notificationLogId);
      assert.deepEqual(
        ids,
        [...ids].sort((a, b) => a - b),
      );
      assert.equal(await credit(), PRICE);
    });

    it("gives the credit back when the reservation is cancelled after an attempt that did not end (the price was lost)", async () => {
      await withCredit(PRICE);
      await jobs.claim([request("a")]);
      assert.equal(await credit(), 0);
      now += LEASE_MS + 1;
      const reservationId = await database.cancelReservation(tenantId);
      assert.deepEqual(kinds(await jobs.claim([{ ...request("a"), reservationId }])), ["reservation-cancelled"]);
      assert.equal(await credit(), PRICE);
    });

    it("lets the group decide where a job is submitted before its reservation is cancelled", async () => {
      await withCredit(PRICE);
      await jobs.claim([request("a")]);
      await jobs.openGroup(keyOf("G"), [keyOf("a")]);
      assert.equal(await jobs.submit(keyOf("G"), [{ key: keyOf("a"), providerMessageId: "M" }]), true);
      now += LEASE_MS + 1;
      const reservationId = await database.cancelReservation(tenantId);
      const [claim] = await jobs.claim([{ ...request("a"), reservationId }]);
      assert.ok(claim?.kind === "claimed");
      assert.deepEqual(claim.resume, { state: "submitted", groupId: keyOf("G"), providerMessageId: "M" });
    });

    it("submits a group or abandons it, never both", async () => {
      await withCredit(100);
      await jobs.claim([request("a"), request("b")]);
      await jobs.openGroup(keyOf("G"), [keyOf("a"), keyOf("b")]);
      now += LEASE_MS + 1;
      const next = await open();
      const [claim] = await next.claim([request("a")]);
      assert.ok(claim?.kind === "claimed" && claim.resume.state === "grouped");
      const taken = ["a", "b"].map((key) => ({ key: keyOf(key), providerMessageId: "M" }));
      assert.equal(await jobs.submit(keyOf("G"), taken), false, "one of its jobs is another's");
      await next.abandonGroup(keyOf("G"));
      assert.equal(await jobs.submit(keyOf("G"), taken.slice(1)), false, "it is abandoned");
      const [again] = await jobs.claim([request("b")]);
      assert.ok(again?.kind === "claimed" && again.resume.state === "claimed");
      await next.close();
    });

    it("holds a job of a clock that was an hour ahead for one lease, not for the hour", async () => {
      await withCredit(100);
      now += 3_600_000;
      await jobs.claim([request("a")]);
      now -= 3_600_000;
      const next = await open();
      const [held] = await next.claim([request("a")]);
      assert.deepEqual(held, { kind: "leased", forMs: LEASE_MS });
      now += LEASE_MS - 1;
      assert.deepEqual(kinds(await next.claim([request("a")])), ["leased"]);
      now += 1;
      assert.deepEqual(kinds(await next.claim([request("a")])), ["claimed"]);
      await next.close();
    });

    it("frees what is released, and holds what is extended", async () => {
      await withCredit(100);
      await jobs.claim([request("a"), request("b")]);
      await jobs.release([keyOf("a")]);
      now += LEASE_MS - 1;
      await jobs.extendLeases([keyOf("b")]);
      now += 2;
      assert.deepEqual(kinds(await jobs.claim([request("a"), request("b")])), ["claimed", "leased"]);
    });
  });
