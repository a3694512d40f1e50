import assert from "node:assert/strict";
import { ExpectedError } from "../../../src/common/errors";
import { createDjangoTarget } from "../../../src/targets/django/djangoTarget";
import type { DjangoTarget } from "../../../src/targets/django/djangoTarget";
import { dataFacts } from "../../../src/targets/layers/dataFacts";
import { lookAtData } from "../../../src/targets/layers/partReadings";
import { AUGUST, project, startBackend } from "./backend";
import type { Backend } from "./backend";
import { startPostgres } from "./postgres";
import type { Postgres } from "./postgres";
import { python, requireDjango, requirePostgres } from "./requirements";

const refused = (reason: string) => (error: unknown) => ExpectedError.is(error, reason);

for (const database of ["sqlite", "postgresql"] as const)
  describe(`tenant data through Django on ${database}`, () => {
    let postgres: Postgres | undefined;
    let backend: Backend;
    let target: DjangoTarget;

    before(async function () {
      await requireDjango(this);
      if (database === "postgresql") {
        requirePostgres(this);
        postgres = await startPostgres();
      }
      backend = await startBackend({ serve: false, tenants: 5_000, databaseUrl: postgres?.url() });
      target = open();
    });
    after(async () => {
      await target?.dispose();
      await backend?.stop();
      await postgres?.dispose();
    });

    const open = (variables: NodeJS.ProcessEnv = {}) =>
      createDjangoTarget({ kind: "django", project: ".", python }, project, {
        ...process.env,
        ...backend.env,
        ...variables,
      });

    it("shows a credit below the price of a message before the worker skips it", async () => {
      const balance = (won: number) =>
        backend.python(
          `from apps.core.models import Tenant; Tenant.objects.filter(code="hakwonplus").update(credit_balance=${won})`,
        );
      const look = async () =>
        dataFacts(await lookAtData(target, "hakwonplus", new AbortController().signal), undefined);
      assert.deepEqual(await look(), [{ layer: "data", status: "ok", title: "hakwonplus" }]);
      await balance(8);
      const [fact] = await look();
      assert.deepEqual([fact?.cause, fact?.detail], ["worker.credit-insufficient", "credit 8 won, price 8.4 won"]);
      await balance(10_000);
    });

    it("reads one tenant, its record and the columns that there are", async () => {
      assert.deepEqual(await target.tenant("hakwonplus"), {
        id: 1,
        code: "hakwonplus",
        name: "학원플러스",
        messagingSender: "0212345678",
        isActive: true,
      });
      assert.deepEqual(await target.record("saessak"), {
        id: 2,
        code: "saessak",
        messaging_sender: "",
        credit_balance: "10000",
        messaging_base_price: "8.40",
        messaging_is_active: true,
      });
      const { tenantFields, logFields, senderMaxLength } = await target.schema();
      assert.ok(tenantFields.includes("messaging_sender"));
      assert.ok(logFields.includes("failure_reason") && !logFields.includes("status"));
      assert.equal(senderMaxLength, 20);
      assert.match(target.origin, new RegExp(`^Django helper \\(backend, ${database} `));
    });

    it("lists 5,002 tenants in pages", async () => {
      const first = await target.tenants(0, 5_000);
      assert.equal(first.total, 5_002);
      assert.equal(first.tenants.length, 5_000);
      const rest = await target.tenants(first.tenants.at(-1)!.id, 5_000);
      assert.deepEqual(
        rest.tenants.map(({ code }) => code),
        ["academy-04999", "academy-05000"],
      );
    });

    it("reads the rows since an id, of one tenant and of all", async () => {
      assert.equal(await target.lastLogId(), 0);
      assert.deepEqual(await target.notificationLogs(0), []);
      await backend.python(
        `from apps.support.messaging.models import NotificationLog as L
L.objects.bulk_create(L(tenant_id=1 + n % 2, success=n % 3 > 0, recipient_summary="0101****", failure_reason="" if n % 3 else "잔액") for n in range(2101))`,
      );
      const rows = await target.notificationLogs(0);
      assert.equal(rows.length, 2_101);
      const { sent_at: sentAt, ...row } = rows[0]!;
      assert.match(sentAt, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      assert.deepEqual(row, { id: "1", success: false, failure_reason: "잔액", recipient_summary: "0101****" });
      assert.equal(await target.lastLogId("hakwonplus"), 2_101);
      assert.equal(await target.lastLogId("saessak"), 2_100);
      assert.deepEqual(
        (await target.notificationLogs(2_098, "hakwonplus")).map(({ id }) => id),
        ["2099", "2101"],
      );
    });

    it("answers for each student of the tenant, a number or none; not for the deleted and other tenants'", async () => {
      assert.deepEqual(await target.recipients("hakwonplus", [1, 2, 3, 4, 5], "parent"), [
        { studentId: 1, number: "01012345678" },
        { studentId: 2, number: "010-3456-7890" },
        { studentId: 3, number: null },
      ]);
      assert.deepEqual(await target.recipients("saessak", [1, 2, 3, 4, 5], "student"), [
        { studentId: 4, number: "01067890123" },
      ]);
    });

    it("finds students by a part of their name, and says who has a number; not the deleted and other tenants'", async () => {
      const seoyeon = { id: 2, name: "이서연", hasPhone: true, hasParentPhone: true };
      assert.deepEqual(await target.students("hakwonplus", "서연", 10), [seoyeon]);
      assert.deepEqual(await target.students("hakwonplus", "", 2), [
        { id: 1, name: "김민준", hasPhone: true, hasParentPhone: true },
        seoyeon,
      ]);
      assert.deepEqual(await target.students("saessak", "김민준", 10), []);
    });

    it("sets a sender, once, where it is still the expected one", async () => {
      const fixed = await target.setSender("saessak", "", "0311112222");
      assert.equal(fixed.messagingSender, "0311112222");
      await assert.rejects(target.setSender("saessak", "", "0313334444"), refused("sender-changed"));
      assert.equal((await target.tenant("saessak")).messagingSender, "0311112222");
      await target.setSender("saessak", "0311112222", "");
    });

    it("leaves a credit deduction alone that happens during the fix", async () => {
      const deductions = backend.python(
        `from django.db.models import F
from apps.core.models import Tenant
for _ in range(100): Tenant.objects.filter(code="saessak").update(credit_balance=F("credit_balance") - 8)`,
      );
      let done = false;
      void deductions.finally(() => (done = true));
      let fixes = 0;
      for (let sender = ""; !done; fixes++) {
        const next = sender === "" ? "0311112222" : "";
        await target.setSender("saessak", sender, next);
        sender = next;
      }
      await deductions;
      assert.ok(fixes > 20, `only ${fixes} fixes`);
      assert.equal((await target.record("saessak")).credit_balance, String(10_000 - 100 * 8));
    });

    it("lets the field's own validator refuse, on SQLite too", async () => {
      const { messagingSender } = await target.tenant("hakwonplus");
      await assert.rejects(target.setSender("hakwonplus", messagingSender, "0".repeat(21)), (error: unknown) => {
        assert.ok(ExpectedError.is(error, "invalid-sender"));
        assert.match(error.message, /20/);
        return true;
      });
      assert.equal((await target.tenant("hakwonplus")).messagingSender, "0212345678");
    });

    it("treats values as values", async () => {
      const before = await target.tenants(0, 5_002);
      for (const code of [`"; DROP TABLE core_tenant; --`, `'__import__('os')._exit(3)'`, "\n{}\n", "%s", ""]) {
        await assert.rejects(target.tenant(code), refused("tenant-not-found"), code);
        await assert.rejects(target.notificationLogs(0, code), refused("tenant-not-found"), code);
        await assert.rejects(target.setSender(code, "", "0212345678"), refused("tenant-not-found"), code);
      }
      await target.setSender("academy-00001", "0200000001", `'); DROP--`);
      await target.setSender("academy-00001", `'); DROP--`, "0200000001");
      assert.deepEqual(await target.tenants(0, 5_002), before);
    });

    it("reads and writes Korean below any locale", async () => {
      for (const variables of [
        { LC_ALL: "C", PYTHONUTF8: "0", PYTHONCOERCECLOCALE: "0" },
        { PYTHONIOENCODING: "ascii" },
        { PYTHONIOENCODING: "cp949" },
      ]) {
        const other = open(variables);
        try {
          assert.equal((await other.tenant("hakwonplus")).name, "학원플러스");
          await assert.rejects(other.tenant("없는 학원"), refused("tenant-not-found"));
          await other.setSender("academy-00002", "0200000002", "한글");
          assert.equal((await other.setSender("academy-00002", "한글", "0200000002")).name, "학원 2");
        } finally {
          await other.dispose();
        }
      }
    });

    if (database === "postgresql") {
      it("says that the database is down, and reads on when it is back", async () => {
        await target.tenant("hakwonplus");
        await postgres!.stop();
        await assert.rejects(target.tenant("hakwonplus"), refused("database-error"));
        await assert.rejects(target.setSender("hakwonplus", "0212345678", "1"), refused("database-error"));
        await postgres!.start();
        assert.equal((await target.tenant("hakwonplus")).messagingSender, "0212345678");
        await postgres!.stop();
        await postgres!.start();
        // The first thing after an outage nobody noticed may be a write.
        await target.setSender("hakwonplus", "0212345678", "0212345678");
      });

      it("gives a row up that somebody else holds", async () => {
        const client = await postgres!.connect();
        try {
          await client.query("BEGIN; SELECT 1 FROM core_tenant WHERE code = 'hakwonplus' FOR UPDATE");
          await assert.rejects(target.setSender("hakwonplus", "0212345678", "1"), refused("database-error"));
        } finally {
          await client.end();
        }
        assert.equal((await target.tenant("hakwonplus")).messagingSender, "0212345678");
      });
    }
  });

describe("tenant data through Django, of the August 2026 generation", () => {
  let backend: Backend;
  let target: DjangoTarget;

  before(async function () {
    await requireDjango(this);
    backend = await startBackend({ serve: false, settingsModule: AUGUST });
    target = createDjangoTarget({ kind: "django", project: ".", python, settingsModule: AUGUST }, project, {
      ...process.env,
      ...backend.env,
    });
  });
  after(async () => {
    await target?.dispose();
    await backend?.stop();
  });

  it("tells its columns and its rows' status", async () => {
    const { logFields } = await target.schema();
    for (const column of ["status", "provider_message_id", "source_tenant_id"]) assert.ok(logFields.includes(column));
    await backend.python(
      `from apps.domains.messaging.models import NotificationLog as L
L.objects.create(tenant_id=1, status="ambiguous", recipient_summary="0101****")`,
    );
    const [row] = await target.notificationLogs(0, "hakwonplus");
    assert.equal(row?.status, "ambiguous");
    assert.equal(row?.success, false);
  });
});
