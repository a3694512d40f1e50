import assert from "node:assert/strict";
import { ExpectedError } from "../../../src/common/errors";
import { createSqlTarget, SqlTarget } from "../../../src/targets/sql/sqlTarget";
import { AUGUST, startBackend } from "./backend";
import type { Backend } from "./backend";
import { startPostgres } from "./postgres";
import type { Postgres } from "./postgres";
import { requireDjango, requirePostgres } from "./requirements";

const refused = (reason: string) => (error: unknown) => ExpectedError.is(error, reason);

describe("tenant data by SQL, of a Django on Postgres", () => {
  let postgres: Postgres;
  let backend: Backend;
  let target: SqlTarget;

  before(async function () {
    await requireDjango(this);
    requirePostgres(this);
    postgres = await startPostgres();
    backend = await startBackend({ serve: false, tenants: 5_000, databaseUrl: postgres.url() });
    target = open(postgres.url());
  });
  after(async () => {
    await target?.dispose();
    await backend?.stop();
    await postgres?.dispose();
  });

  const open = (url: string) => new SqlTarget(() => Promise.resolve(url));

  async function as(role: string, grants: string, check: (target: SqlTarget) => Promise<void>): Promise<void> {
    await postgres.query(`CREATE ROLE ${role} LOGIN; ${grants}`);
    const theirs = open(postgres.url().replace("postgres@", `${role}@`));
    try {
      await check(theirs);
    } finally {
      await theirs.dispose();
      await postgres.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  }

  it("reads a tenant, its record and the columns, and says where from", async () => {
    assert.deepEqual(await target.tenant("hakwonplus"), {
      id: 1,
      code: "hakwonplus",
      name: "학원플러스",
      messagingSender: "0212345678",
      isActive: true,
    });
    assert.equal(target.origin, `SQL (127.0.0.1:${postgres.port}/postgres)`);
    assert.deepEqual(await target.record("saessak"), {
      id: 2,
      code: "saessak",
      messaging_sender: "",
      credit_balance: "10000",
      messaging_base_price: "8.40",
      messaging_is_active: true,
    });
    const { tenantFields, logFields, senderMaxLength } = await target.schema();
    assert.ok(tenantFields.includes("messaging_base_price") && !logFields.includes("status"));
    assert.equal(senderMaxLength, 20);
    assert.deepEqual(await target.recipients("hakwonplus", [1, 2, 3, 4, 5], "parent"), [
      { studentId: 1, number: "01012345678" },
      { studentId: 2, number: "010-3456-7890" },
      { studentId: 3, number: null },
    ]);
    assert.deepEqual(await target.students("hakwonplus", "서연", 10), [
      { id: 2, name: "이서연", hasPhone: true, hasParentPhone: true },
    ]);
    assert.equal((await target.students("hakwonplus", "", 2)).length, 2);
    assert.deepEqual(await target.students("saessak", "김민준", 10), []);
  });

  it("lists 5,002 tenants in pages", async () => {
    const first = await target.tenants(0, 5_000);
    assert.deepEqual([first.total, first.tenants.length], [5_002, 5_000]);
    assert.equal((await target.tenants(first.tenants.at(-1)!.id, 5_000)).tenants.length, 2);
  });

  it("reads the rows since an id, of one tenant and of all", async () => {
    assert.equal(await target.lastLogId(), 0);
    await postgres.query(
      `INSERT INTO messaging_notificationlog (tenant_id, sent_at, success, amount_deducted, recipient_summary, template_summary, failure_reason)
       SELECT 1 + n % 2, '2026-03-05 10:00:00+09', n % 3 > 0, 8, '0101****', 'sms', CASE n % 3 WHEN 0 THEN '잔액' ELSE '' END
       FROM generate_series(0, 2100) n`,
    );
    const rows = await target.notificationLogs(0);
    assert.equal(rows.length, 2_101);
    assert.deepEqual(rows[0], {
      id: "1",
      sent_at: "2026-03-05T01:00:00.000Z",
      success: false,
      failure_reason: "잔액",
      recipient_summary: "0101****",
    });
    assert.equal(await target.lastLogId("saessak"), 2_100);
    assert.equal((await target.notificationLogs(2_098, "hakwonplus")).length, 2);
  });

  it("sets a sender where it is still the expected one and fits", async () => {
    assert.equal((await target.setSender("saessak", "", "0311112222")).messagingSender, "0311112222");
    await assert.rejects(target.setSender("saessak", "", "0313334444"), refused("sender-changed"));
    await assert.rejects(target.setSender("saessak", "0311112222", "0".repeat(21)), refused("invalid-sender"));
    await target.setSender("saessak", "0311112222", "");
  });

  it("lets one of two who fix at once win, and leaves a credit deduction alone", async () => {
    const deductions = Promise.all(
      Array.from({ length: 20 }, () =>
        postgres.query("UPDATE core_tenant SET credit_balance = credit_balance - 8 WHERE code = 'saessak'"),
      ),
    );
    const other = open(postgres.url());
    try {
      const fixes = [target, other].map((each, index) => each.setSender("saessak", "", `031000000${index}`));
      const outcomes = (await Promise.allSettled(fixes)).map(({ status }) => status);
      assert.deepEqual(outcomes.sort(), ["fulfilled", "rejected"]);
    } finally {
      await other.dispose();
    }
    await deductions;
    const { credit_balance: balance, messaging_sender: sender = "" } = await target.record("saessak");
    assert.equal(balance, "9840");
    await target.setSender("saessak", sender, "");
  });

  it("treats values as values", async () => {
    const before = await target.tenants(0, 5_002);
    for (const code of [`"; DROP TABLE core_tenant; --`, `' OR 1=1 --`, "$1", ""]) {
      await assert.rejects(target.tenant(code), refused("tenant-not-found"), code);
      await assert.rejects(target.setSender(code, "", "0212345678"), refused("tenant-not-found"), code);
      await assert.rejects(target.lastLogId(code), refused("tenant-not-found"), code);
    }
    await target.setSender("academy-00001", "0200000001", `'); DROP--`);
    await target.setSender("academy-00001", `'); DROP--`, "0200000001");
    assert.deepEqual(await target.tenants(0, 5_002), before);
  });

  it("tells what is missing from what is forbidden", async () => {
    await postgres.query("CREATE DATABASE empty");
    const empty = open(postgres.url("empty"));
    await assert.rejects(empty.tenant("hakwonplus"), refused("table-missing"));
    await empty.dispose();
    await as("nobody", "SELECT 1", async (theirs) => {
      await assert.rejects(theirs.tenant("hakwonplus"), refused("table-forbidden"));
    });
    await as("reader", "GRANT SELECT (id, code, messaging_sender) ON core_tenant TO reader", async (theirs) => {
      assert.deepEqual(await theirs.record("saessak"), { id: 2, code: "saessak", messaging_sender: "" });
      await assert.rejects(theirs.lastLogId(), refused("table-forbidden"));
      await assert.rejects(theirs.setSender("saessak", "", "0311112222"), refused("table-forbidden"));
    });
    const unmarked = { kind: "sql", urlVariable: "NO_SUCH_VARIABLE" } as const;
    const unset = createSqlTarget(unmarked, { get: () => Promise.resolve(undefined) });
    await assert.rejects(unset.lastLogId(), refused("database-url-missing"));
  });

  it("finds a table that the project has named otherwise", async () => {
    await postgres.query("ALTER TABLE core_tenant RENAME TO academies");
    try {
      assert.equal((await target.tenant("hakwonplus")).id, 1);
      await postgres.query("CREATE TABLE copy AS SELECT * FROM academies");
      await assert.rejects(target.tenant("hakwonplus"), refused("table-ambiguous"));
    } finally {
      await postgres.query("DROP TABLE IF EXISTS copy; ALTER TABLE academies RENAME TO core_tenant");
    }
  });

  it("gives a row up that somebody else holds, and a query when its caller does", async () => {
    const client = await postgres.connect();
    try {
      await client.query("BEGIN; SELECT 1 FROM core_tenant WHERE code = 'hakwonplus' FOR UPDATE");
      const abort = new AbortController();
      const left = target.setSender("hakwonplus", "0212345678", "1", abort.signal);
      const blocked = target.setSender("hakwonplus", "0212345678", "2");
      setImmediate(() => abort.abort(new Error("left")));
      await assert.rejects(left, /left/);
      await assert.rejects(blocked, refused("database-error"));
    } finally {
      await client.end();
    }
    assert.equal((await target.tenant("hakwonplus")).messagingSender, "0212345678");
  });

  it("says that the database is down, and reads on when it is back", async () => {
    await postgres.stop();
    await assert.rejects(target.tenant("hakwonplus"), refused("database-unreachable"));
    await postgres.start();
    assert.equal((await target.tenant("hakwonplus")).messagingSender, "0212345678");
    await postgres.stop();
    await postgres.start();
    await target.setSender("hakwonplus", "0212345678", "0212345678");
  });

  it("reads the August 2026 generation's rows", async () => {
    await postgres.query("CREATE DATABASE august");
    const url = postgres.url("august");
    const august = await startBackend({ serve: false, settingsModule: AUGUST, databaseUrl: url });
    const theirs = open(url);
    try {
      await august.python(
        `from apps.domains.messaging.models import NotificationLog as L
L.objects.create(tenant_id=1, status="sent", success=True)`,
      );
      assert.deepEqual(
        (await theirs.notificationLogs(0)).map(({ status, success }) => [status, success]),
        [["sent", true]],
      );
      assert.ok((await theirs.schema()).logFields.includes("source_tenant_id"));
    } finally {
      await theirs.dispose();
      await august.stop();
    }
  });
});
