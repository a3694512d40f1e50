import fs from "node:fs/promises";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import { codeOf } from "../../common/errors";
import type { ResendPlan } from "./planResend";

/** The set of messages that is being sent again, on disk from the first one on until the last one is sent. */
export class ResendJournal {
  readonly #file: string;

  constructor(stateDir: string) {
    this.#file = path.join(stateDir, "resend.json");
  }

  /** A set whose sending was interrupted. */
  async interrupted(): Promise<ResendPlan | undefined> {
    try {
      return JSON.parse(await fs.readFile(this.#file, "utf8")) as ResendPlan;
    } catch (error) {
      if (codeOf(error) === "ENOENT" || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  freeze(plan: ResendPlan): Promise<void> {
    return writeFileAtomic(this.#file, JSON.stringify(plan), { mode: 0o600 });
  }

  async clear(): Promise<void> {
    await fs.rm(this.#file, { force: true });
  }
}
