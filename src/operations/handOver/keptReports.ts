import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import type { HandOver } from "./handOver";
import { writeHandOver } from "./writeHandOver";

/** The newest ones. */
const MOST_KEPT = 100;
const KEPT = /-[0-9a-f]{12}\.report\.json$/;

/** Where one report is kept. */
export interface ReportPlace {
  /** Resolves with the file, which replaces an earlier one. Error: `file-unwritable`. */
  keep(handOver: HandOver): Promise<string>;
  remove(): Promise<void>;
}

/** A folder of hand-overs: one for each subject, and at most 100. */
export class KeptReports {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = path.resolve(folder);
  }

  /** `subject` tells them apart; `label` is what a reader recognises the file by. */
  of(subject: string, label: string): ReportPlace {
    const id = createHash("sha256").update(subject).digest("hex").slice(0, 12);
    const file = path.join(this.#folder, `${label.replace(/[^\w.]+/g, "-").slice(0, 60)}-${id}.report.json`);
    return {
      keep: async (handOver) => {
        await fs.mkdir(this.#folder, { recursive: true, mode: 0o700 });
        await writeHandOver(file, handOver);
        await this.#removeOldest();
        return file;
      },
      remove: () => fs.rm(file, { force: true }),
    };
  }

  async #removeOldest(): Promise<void> {
    const names = (await fs.readdir(this.#folder)).filter((name) => KEPT.test(name));
    if (names.length <= MOST_KEPT) return;
    const files = names.map((name) => path.join(this.#folder, name));
    // One that another run removes meanwhile is gone already.
    const times = await Promise.all(
      files.map((file) =>
        fs.stat(file).then(
          (stats) => stats.mtimeMs,
          () => 0,
        ),
      ),
    );
    const newestFirst = files
      .map((file, index) => ({ file, at: times[index]! }))
      .sort((one, other) => other.at - one.at);
    await Promise.all(newestFirst.slice(MOST_KEPT).map(({ file }) => fs.rm(file, { force: true })));
  }
}
