import fs from "node:fs";
import path from "node:path";

/** Polling interval where the system cannot watch another folder (inotify has a limit). */
const POLL_MS = 1_000;

/**
 * Watches a file's folder: reports when the file grows, appears or disappears. While the folder does not exist, watches
 * its nearest existing ancestor.
 */
export class FolderWatch {
  readonly #file: string;
  readonly #onChange: (name?: string) => void;
  #watcher: fs.FSWatcher | undefined;
  #watched = "";
  #again: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** `onChange` receives the name of the changed entry in the file's folder, where the system reports it. */
  constructor(file: string, onChange: (name?: string) => void) {
    this.#file = file;
    this.#onChange = onChange;
    this.#watch();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#again);
    this.#watcher?.close();
  }

  #watch(): void {
    if (this.#isClosed) return;
    let folder = path.dirname(this.#file);
    while (!fs.existsSync(folder) && path.dirname(folder) !== folder) folder = path.dirname(folder);
    if (folder === this.#watched) return;
    this.#watcher?.close();
    this.#watched = folder;
    try {
      this.#watcher = fs.watch(folder, (_event, name) => this.#changed(name ?? undefined));
      this.#watcher.on("error", () => this.#lost(0));
    } catch {
      this.#lost(fs.existsSync(folder) ? POLL_MS : 0); // 0: the folder disappeared after the check above
    }
  }

  #changed(name: string | undefined): void {
    const isOwnFolder = this.#watched === path.dirname(this.#file);
    // The watched folder disappeared, or a closer one may exist now.
    if (!isOwnFolder || !fs.existsSync(this.#watched)) this.#watch();
    this.#onChange(isOwnFolder ? name : undefined);
  }

  #lost(againAfterMs: number): void {
    this.#watcher?.close();
    this.#watched = "";
    this.#again = setTimeout(() => {
      this.#watch();
      this.#onChange();
    }, againAfterMs);
  }
}
