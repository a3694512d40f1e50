import fs from "node:fs";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import { ExpectedError } from "../../../common/errors";
import type { Logger } from "../../../common/logger";
import { addressFile, readStackAddress } from "../../control/stackAddress";
import type { StackAddress } from "../../control/stackContract";

/** The address file of a running stack. It is written atomically and synced to disk, and only its owner can read it. */
export class PublishedAddress {
  readonly #stateDir: string;
  readonly #log: Logger;
  #shown: StackAddress | undefined;
  #watcher: fs.FSWatcher | undefined;

  constructor(stateDir: string, log: Logger) {
    this.#stateDir = stateDir;
    this.#log = log;
  }

  /** Writes the file, and rewrites it whenever it is damaged or deleted. */
  async show(address: StackAddress): Promise<void> {
    this.#shown = address;
    await this.#write(address);
    this.#watcher ??= this.#watch();
  }

  /** Removes the file: from now on nobody finds the stack. */
  async hide(): Promise<void> {
    this.#shown = undefined;
    this.#watcher?.close();
    this.#watcher = undefined;
    await fs.promises.rm(addressFile(this.#stateDir), { force: true });
  }

  #watch(): fs.FSWatcher {
    const name = path.basename(addressFile(this.#stateDir));
    const watcher = fs.watch(this.#stateDir, { persistent: false }, (_event, changed) => {
      if (changed === name) void this.#heal();
    });
    return watcher.on("error", () => watcher.close());
  }

  async #heal(): Promise<void> {
    const address = this.#shown;
    if (!address || (await isWhole(this.#stateDir)) || this.#shown !== address) return;
    this.#log.warning(`${addressFile(this.#stateDir)} was damaged or deleted, and is written again`);
    await this.#write(address).catch((error: unknown) => this.#log.error(String(error)));
  }

  #write(address: StackAddress): Promise<void> {
    return writeFileAtomic(addressFile(this.#stateDir), JSON.stringify(address), { mode: 0o600 });
  }
}

async function isWhole(stateDir: string): Promise<boolean> {
  try {
    return (await readStackAddress(stateDir)) !== undefined;
  } catch (error) {
    if (ExpectedError.is(error, "stack-file-damaged")) return false;
    throw error;
  }
}
