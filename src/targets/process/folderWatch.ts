import fs from "node:fs";
import path from "node:path";

/**
 * Tells when something happens in a file's folder: the file grows, goes or comes. Where the folder is not there yet, the
 * nearest one above it is watched until it is.
 */
export class FolderWatch {
  readonly #file: string;
  readonly #onChange: () => void;
  #watcher: fs.FSWatcher | undefined;
  #watched = "";
  #isClosed = false;

  constructor(file: string, onChange: () => void) {
    this.#file = file;
    this.#onChange = onChange;
    this.#watch();
  }

  close(): void {
    this.#isClosed = true;
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
      this.#watcher = fs.watch(folder, () => this.#changed());
      this.#watcher.on("error", () => this.#lost());
    } catch {
      this.#lost(); // it went between the look and now
    }
  }

  #changed(): void {
    // The folder itself went, or came nearer.
    if (this.#watched !== path.dirname(this.#file) || !fs.existsSync(this.#watched)) this.#watch();
    this.#onChange();
  }

  #lost(): void {
    this.#watcher?.close();
    this.#watched = "";
    setImmediate(() => {
      this.#watch();
      this.#onChange();
    });
  }
}
