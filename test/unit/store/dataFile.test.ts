import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { silentLogger } from "../../../src/common/logger";
import { openDataFile } from "../../../src/runtime/store/dataFile";
import { checkWal } from "../../../src/runtime/store/walFile";

const ROWS = 2_000;
const PAGE = 4_096;

describe("A data file that is opened", () => {
  let folder: string;
  let file: string;
  let warnings: string[];

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-data-"));
    file = path.join(folder, "data.sqlite");
    warnings = [];
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** Writes rows as a process does that is killed: they stay in the log. Those before `merged` are in the file. */
  function write(merged: number): void {
    const script = `
      const { DatabaseSync } = require("node:sqlite");
      const database = new DatabaseSync(process.argv[1]);
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)");
      const insert = database.prepare("INSERT INTO t (text) VALUES (?)");
      for (let row = 0; row < ${ROWS}; row += 10) {
        database.exec("BEGIN");
        for (let each = 0; each < 10; each++) insert.run("text ".repeat(20));
        database.exec("COMMIT");
        if (row + 10 === ${merged}) database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      }
      process.kill(process.pid, "SIGKILL");`;
    assert.throws(() => execFileSync(process.execPath, ["-e", script, file], { stdio: "ignore" }));
  }

  function flip(name: string, at: number, bytes: number): void {
    const content = fs.readFileSync(name);
    for (let index = at; index < at + bytes; index++) content[index] = content[index]! ^ 0xff;
    fs.writeFileSync(name, content);
  }

  /** How many rows it has then; 0: it was made anew. */
  function open(): number {
    const log = { ...silentLogger, warning: (text: string) => void warnings.push(text) };
    const database = openDataFile(file, "The file", log, () => {
      const opened = new DatabaseSync(file);
      opened.exec("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, text TEXT)");
      return opened;
    });
    const { rows } = database.prepare("SELECT count(*) AS rows FROM t").get() as { rows: number };
    database.close();
    return rows;
  }

  const asides = (): string[] => fs.readdirSync(folder).filter((name) => /unreadable-\d+$|damaged/.test(name));

  it("is used as it is when it is whole, with all of its log", () => {
    write(1_000);
    assert.equal(open(), ROWS);
    assert.deepEqual([warnings, asides()], [[], []]);
  });

  it("is made when it is missing", () => {
    assert.equal(open(), 0);
    assert.deepEqual([warnings, asides()], [[], []]);
  });

  for (const [where, at, bytes] of [
    ["header", 0, 100],
    ["page 2", PAGE, 100],
    ["middle", 20 * PAGE, 2 * PAGE],
  ] as const)
    it(`is set aside with its name told when a page is damaged: ${where}`, () => {
      write(ROWS);
      flip(file, at, bytes);
      assert.equal(open(), 0);
      assert.match(
        warnings.join("\n"),
        /^The file could not be read \(.+\); starting empty, the old file is .*unreadable/,
      );
      assert.equal(asides().length, 1);
    });

  it("is set aside where a folder has its name (disk I/O error, at every start)", () => {
    fs.mkdirSync(file);
    assert.equal(open(), 0);
    assert.match(warnings.join("\n"), /^The file could not be read \(it is a folder\)/);
  });

  it("keeps what its damaged log still has, and says so (SQLite drops the rest in silence)", () => {
    write(1_000);
    const frames = (fs.statSync(`${file}-wal`).size - 32) / (PAGE + 24);
    flip(`${file}-wal`, 32 + Math.floor(frames / 2) * (PAGE + 24) + 500, 100);
    const rows = open();
    assert.ok(rows >= 1_000 && rows < ROWS, String(rows));
    assert.match(
      warnings.join("\n"),
      /^The file: the newest changes could not be read and are missing; .*damaged-\d+-wal$/,
    );
    assert.equal(asides().length, 1);
  });

  it("says that a log is lost whose header is damaged", () => {
    write(1_000);
    flip(`${file}-wal`, 4, 20);
    assert.equal(open(), 1_000);
    assert.match(warnings.join("\n"), /newest changes could not be read/);
  });

  it("is not alarmed by a last write that a power failure tore", () => {
    write(1_000);
    fs.truncateSync(`${file}-wal`, fs.statSync(`${file}-wal`).size - 1_000);
    assert.equal(checkWal(`${file}-wal`), "torn");
    assert.equal(open(), ROWS - 10);
    assert.match(warnings.join("\n"), /last write was not finished/);
    assert.deepEqual(asides(), []);
  });

  it("takes the frames of an earlier round of its log for what they are", () => {
    const database = new DatabaseSync(file);
    database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)",
    );
    const insert = database.prepare("INSERT INTO t (text) VALUES (?)");
    for (let row = 0; row < 100; row++) insert.run("text ".repeat(200));
    database.exec("PRAGMA wal_checkpoint(RESTART)");
    insert.run("new round");
    assert.equal(checkWal(`${file}-wal`), "whole");
    database.close();
  });

  it("is set aside when a field of it is no JSON", () => {
    let opened = 0;
    write(ROWS);
    const log = { ...silentLogger, warning: (text: string) => void warnings.push(text) };
    openDataFile(file, "The file", log, () => {
      if (opened++ === 0) JSON.parse("{");
    });
    assert.equal(asides().length, 1);
  });
});
