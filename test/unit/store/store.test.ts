import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ExpectedError } from "../../../src/common/errors";
import { versionOf } from "../../../src/runtime/store/migration";
import { migrations } from "../../../src/runtime/store/migrations";
import { SEEDED_TENANT, SEEDED_TENANT_WITHOUT_SENDER, seedStore } from "../../../src/runtime/store/seed";
import { openStore, type Store } from "../../../src/runtime/store/store";
import { wholeWon } from "../../../src/runtime/store/wonAmounts";

describe("the store", () => {
  let directory: string;
  let file: string;
  let store: Store;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "store-"));
    file = path.join(directory, "store.sqlite");
    store = openStore(file);
  });
  afterEach(() => {
    store.close();
    fs.rmSync(directory, { recursive: true });
  });

  const reasonOf = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      if (ExpectedError.is(error)) return error.reason;
      throw error;
    }
    return "none";
  };

  describe("migrations", () => {
    it("leave a file that is up to date alone, and bring an older one forward with its rows", () => {
      seedStore(store);
      assert.equal(versionOf(store.database), migrations.length);
      store.close();
      const later = [
        ...migrations,
        { name: "later", sql: "ALTER TABLE core_tenant ADD COLUMN later TEXT DEFAULT 'x'" },
      ];
      for (const list of [migrations, later, later]) {
        store = openStore(file, list);
        assert.equal(versionOf(store.database), list.length);
        assert.equal(store.tenants.count(), 2);
        store.close();
      }
      assert.equal(
        reasonOf(() => openStore(file)),
        "store-newer",
      );
    });

    it("undo a step that fails half-way", () => {
      store.close();
      const broken = [...migrations, { name: "broken", sql: "CREATE TABLE half (id); CREATE TABLE half (id)" }];
      assert.throws(() => openStore(file, broken), /already exists/);
      store = openStore(file);
      assert.equal(versionOf(store.database), migrations.length);
      const half = store.database.prepare("SELECT name FROM sqlite_master WHERE name = 'half'").get();
      assert.equal(half, undefined);
    });

    it("name the file that is no database, or cannot be made", () => {
      const text = path.join(directory, "notes.txt");
      fs.writeFileSync(text, "이것은 데이터베이스가 아닙니다. ".repeat(100));
      assert.equal(
        reasonOf(() => openStore(text)),
        "store-unreadable",
      );
      assert.equal(
        reasonOf(() => openStore(path.join(directory, "none", "store.sqlite"))),
        "store-unreadable",
      );
    });
  });

  it("uses WAL, waits for the other process, and keeps foreign keys", () => {
    const pragma = (name: string) => Object.values(store.database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    assert.deepEqual(["journal_mode", "synchronous", "foreign_keys", "busy_timeout"].map(pragma), ["wal", 1, 1, 5_000]);
    assert.throws(() => store.students.insert({ tenantId: 99, name: "없음" }), /FOREIGN KEY/);
  });

  describe("inTransaction", () => {
    it("undoes everything after an error, also inside a joined transaction", () => {
      const boom = new Error("boom");
      assert.throws(
        () =>
          store.inTransaction(() => {
            store.tenants.insert({ name: "가", code: "a" });
            store.inTransaction(() => store.tenants.insert({ name: "나", code: "b" }));
            throw boom;
          }),
        boom,
      );
      assert.equal(store.tenants.count(), 0);
      assert.equal(store.inTransaction(() => store.tenants.insert({ name: "다", code: "c" })) > 0, true);
    });

    it("refuses an async function and undoes what it did before its first await", () => {
      assert.throws(() => store.inTransaction(async () => store.tenants.insert({ name: "가", code: "a" })), TypeError);
      assert.equal(store.tenants.count(), 0);
    });
  });

  describe("seed", () => {
    it("fills an empty store only, with the cases the product shows", () => {
      assert.equal(seedStore(store), true);
      assert.equal(seedStore(store), false);
      const plus = store.tenants.byCode(SEEDED_TENANT);
      assert.equal(plus?.messagingSender, "0212345678");
      assert.equal(plus.creditBalance, "10000");
      assert.equal(plus.messagingBasePrice, "8.40");
      assert.equal(store.tenants.byCode(SEEDED_TENANT_WITHOUT_SENDER)?.messagingSender, "");
      const students = store.students.list(plus.id);
      assert.equal(students[0]?.parentPhone, "01012345678");
      assert.ok(students.some(({ phone, parentPhone }) => !phone && !parentPhone));
      assert.ok(students.some(({ deletedAt }) => deletedAt !== null));
      assert.deepEqual(
        store.messageTemplates.list(plus.id).map(({ solapiStatus }) => solapiStatus),
        ["APPROVED", "PENDING"],
      );
    });
  });

  describe("tenants", () => {
    it("set a sender only over the value that was seen, and give the one before for undo", () => {
      seedStore(store);
      const { tenants } = store;
      assert.deepEqual(tenants.setSender(SEEDED_TENANT, "0212345678", "0311234567"), { previous: "0212345678" });
      assert.equal(
        reasonOf(() => tenants.setSender(SEEDED_TENANT, "0212345678", "01")),
        "conflict",
      );
      assert.equal(
        reasonOf(() => tenants.setSender("nobody", "", "01")),
        "tenant-not-found",
      );
      for (const wrong of ["02-123", "0".repeat(21), "전화", "01\n", "٠١٢"]) {
        assert.equal(
          reasonOf(() => tenants.setSender(SEEDED_TENANT, "0311234567", wrong)),
          "invalid-sender",
          wrong,
        );
      }
      assert.equal(tenants.byCode(SEEDED_TENANT)?.messagingSender, "0311234567");
      assert.deepEqual(tenants.setSender(SEEDED_TENANT, undefined, ""), { previous: "0311234567" });
      assert.equal(tenants.setSender(SEEDED_TENANT, "", "0".repeat(20)).previous, "");
    });

    it("list 5,000 by pages, each once", () => {
      store.inTransaction(() => {
        for (let n = 0; n < 5_000; n += 1) store.tenants.insert({ name: `학원 ${n}`, code: `t${n}` });
      });
      const codes: string[] = [];
      for (
        let page = store.tenants.page(0, 400);
        page.length > 0;
        page = store.tenants.page(page.at(-1)?.id ?? 0, 400)
      ) {
        codes.push(...page.map(({ code }) => code));
      }
      assert.equal(codes.length, 5_000);
      assert.equal(new Set(codes).size, 5_000);
      assert.throws(() => store.tenants.insert({ name: "다시", code: "t1" }), /UNIQUE/);
    });

    it("keep a code exact: no case folding, no SQL", () => {
      seedStore(store);
      for (const code of ["HAKWONPLUS", "hakwonplus' OR '1'='1", ""])
        assert.equal(store.tenants.byCode(code), undefined);
    });
  });

  it("finds a tenant's students by a part of their name, without the deleted, and says who has a number", () => {
    seedStore(store);
    assert.deepEqual(
      store.students.named(1, "", 10).map(({ name, hasPhone, hasParentPhone }) => [name, hasPhone, hasParentPhone]),
      [
        ["김민준", true, true],
        ["이서연", true, true],
        ["박지호", false, false],
        ["남궁하윤", false, true],
      ],
    );
    assert.deepEqual(
      store.students.named(1, "서연", 10).map(({ id }) => id),
      [2],
    );
    assert.equal(store.students.named(1, "", 2).length, 2);
    assert.deepEqual(store.students.named(1, "%", 10), []);
  });

  it("finds a tenant's present students among many ids, and odd ids are nobody's", () => {
    seedStore(store);
    const ids = [...Array(40_000).keys(), 2 ** 60, 1.5, Number.NaN];
    const present = store.students.present(1, ids);
    assert.deepEqual(
      present.map(({ id }) => id),
      [1, 2, 3, 5],
    );
    assert.deepEqual(store.students.present(2, [1]), []);
  });

  it("keeps NotificationLog rows in order, with decimals as text, and cuts what the columns cannot hold", () => {
    seedStore(store);
    const row = (minute: number, failureReason = "") => ({
      tenantId: 1,
      sentAt: new Date(Date.UTC(2026, 2, 5, 1, minute)).toISOString(),
      success: failureReason === "",
      amountDeducted: "8.4",
      recipientSummary: "0101****",
      templateSummary: "",
      failureReason,
    });
    const [first, second] = store.notificationLogs.insertMany([row(2), row(1, "가".repeat(600))]);
    assert.deepEqual(
      store.notificationLogs.latest(1, 10).map(({ id }) => id),
      [first, second],
    );
    const [since] = store.notificationLogs.sinceId(first ?? 0);
    assert.equal(since?.amountDeducted, "8.40");
    assert.equal(since.success, false);
    assert.equal(since.failureReason.length, 500);
    assert.deepEqual(store.notificationLogs.sinceId(second ?? 0), []);
    assert.throws(() => store.notificationLogs.insertMany([row(3), { ...row(4), tenantId: 99 }]), /FOREIGN KEY/);
    assert.equal(store.notificationLogs.count(1), 2, "all rows or none");
  });

  it("tells the newest row of a tenant after 1,100 rows (the oldest 500 were read, and the last log stayed old)", () => {
    seedStore(store);
    const row = (tenantId: number, minute: number) => ({
      tenantId,
      sentAt: new Date(Date.UTC(2026, 2, 5, 1, minute)).toISOString(),
      success: true,
      amountDeducted: "8.4",
      recipientSummary: `row ${minute}`,
      templateSummary: "",
      failureReason: "",
    });
    store.notificationLogs.insertMany([row(2, 0), ...Array.from({ length: 1_100 }, (_, index) => row(1, index + 1))]);
    const newest = (tenantId?: number) =>
      store.notificationLogs.newest(1, tenantId).map((each) => each.recipientSummary);
    assert.deepEqual([newest(), newest(1), newest(2)], [["row 1100"], ["row 1100"], ["row 0"]]);
  });

  it("knows a cancelled reservation of this tenant only", () => {
    seedStore(store);
    const cancelled = store.reservations.insert(1, "CANCELLED");
    const booked = store.reservations.insert(1, "BOOKED");
    assert.deepEqual(
      [
        store.reservations.isCancelled(1, cancelled),
        store.reservations.isCancelled(1, booked),
        store.reservations.isCancelled(2, cancelled),
        store.reservations.isCancelled(1, 99),
      ],
      [true, false, false, false],
    );
  });

  it("rounds a price to whole won, which is what a balance can hold", () => {
    assert.deepEqual(["8.40", "8.5", "8.49", "0", "13", "999999999999.99"].map(wholeWon), [8, 9, 8, 0, 13, 1e12]);
    for (const wrong of ["-1", "", "1e3", "8,4"]) assert.throws(() => wholeWon(wrong), RangeError);
  });
});
