import fs from "node:fs";
import path from "node:path";

/** Where the system watches no more folders (inotify has a limit), it is looked at so often instead. */
const POLL_MS = 1_000;

/**
 * Tells when something happens in a file's folder: the file grows, goes or comes. Where the folder is not there yet, the
 * nearest one above it is watched until it is.
 */
export class FolderWatch {
  readonly #file: string;
  readonly #onChange: (name?: string) => void;
  #watcher: fs.FSWatcher | undefined;
  #watched = "";
  #again: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** `onChange`'s name: of what changed in the file's folder, where the system tells it. */
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
      this.#lost(fs.existsSync(folder) ? POLL_MS : 0); // without it: it went between the look and now
    }
  }

  #changed(name: string | undefined): void {
    const isOwnFolder = this.#watched === path.dirname(this.#file);
    // The folder itself went, or came nearer.
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
