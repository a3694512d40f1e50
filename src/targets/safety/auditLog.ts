import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import * as z from "zod";
import { ExpectedError, messageOf } from "../../common/errors";
import { maskText } from "../../common/masking";
import { writeKinds } from "./write";

/**
 * One line of the log. Every write leaves two: `begun` before it runs, and its outcome. A crash in between leaves only
 * the first, which is accurate: the write may have been made.
 */
const auditEntry = z.object({
  version: z.literal(1),
  /** Shared by both lines of a write. */
  id: z.string(),
  /** ISO 8601 UTC. */
  at: z.string(),
  outcome: z.enum(["begun", "done", "failed", "refused"]),
  environment: z.string(),
  production: z.boolean(),
  tenantCode: z.string(),
  kind: z.enum(writeKinds),
  /** What the write does, in one sentence; recipients are masked. */
  description: z.string(),
  /** The access used: "Django helper (academy, Postgres)". */
  via: z.string(),
  /** Previous sender, in full: undo needs it, and it is no secret, because parents see this number. */
  before: z.string().optional(),
  after: z.string().optional(),
  /** Id of the write that this one undoes. */
  undoes: z.string().optional(),
  /** Why the write was refused or failed. */
  reason: z.string().optional(),
  /** User logged in on this machine. */
  user: z.string(),
});

export type AuditEntry = z.infer<typeof auditEntry>;
export type NewAuditEntry = Omit<AuditEntry, "version" | "at" | "user">;

/** JSON lines in the state folder: append-only, readable only by the owner. */
export class AuditLog {
  readonly file: string;

  constructor(stateDir: string) {
    this.file = path.join(stateDir, "audit.jsonl");
  }

  newId(): string {
    return randomUUID();
  }

  /** Error: `audit-unwritable`. A write that cannot be recorded is not made. */
  async append(entry: NewAuditEntry): Promise<void> {
    const { reason } = entry;
    const line: AuditEntry = {
      version: 1,
      at: new Date().toISOString(),
      user: userName(),
      ...entry,
      ...(reason !== undefined && { reason: maskText(reason) }),
    };
    try {
      await fs.mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
      const file = await fs.open(this.file, "a", 0o600);
      try {
        await file.appendFile(`${JSON.stringify(line)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw new ExpectedError(
        "audit-unwritable",
        l10n.t("Nothing was changed: the audit log cannot be written ({0})", messageOf(error)),
        l10n.t("Free disk space or correct the permissions: {0}", this.file),
        { cause: error },
      );
    }
  }

  /** Oldest first. Skips a line that a crash cut short. */
  async entries(): Promise<AuditEntry[]> {
    let text: string;
    try {
      text = await fs.readFile(this.file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
    return text.split("\n").flatMap((line) => {
      const entry = auditEntry.safeParse(parseLine(line));
      return entry.success ? [entry.data] : [];
    });
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return ""; // a container user without an entry in passwd
  }
}
