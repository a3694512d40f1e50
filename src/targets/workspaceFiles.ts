import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { codeOf, messageOf } from "../common/errors";
import type { DiscoveryNote } from "./discovery/discovery";

export interface SourceFile {
  /** Relative to the folder, with forward slashes; `~/.aws/config` for the file outside it. */
  file: string;
  text: string;
}

/** Everything read from a workspace: the input of discovery. */
export interface WorkspaceSources {
  /** Name of the folder. */
  name: string;
  files: SourceFile[];
  /** App folders that indicate a backend generation. */
  appFolders: string[];
  /** Interpreters of virtual environments: `backend/.venv/bin/python`. */
  interpreters: string[];
  awsConfig?: SourceFile;
  notes: DiscoveryNote[];
}

/** A backend with its front end has a few thousand entries, not counting the ignored folders below. */
const MAX_ENTRIES = 30_000;
const MAX_DEPTH = 8;
const MAX_FILES = 400;
const MAX_FILE_BYTES = 512 * 1024;
/** Parsing YAML takes a second for 100 KB of it at worst. */
const MAX_COMPOSE_BYTES = 64 * 1024;

const LEFT_OUT = new Set([
  ...["node_modules", ".git", ".hg", ".svn", "__pycache__", "site-packages", "dist", "build", "out", "target"],
  ...["coverage", ".next", ".nuxt", ".cache", ".tox", ".mypy_cache", ".pytest_cache", ".idea", ".vscode-test"],
  ...["static", "staticfiles", "media", "migrations", "locale", "vendor"],
]);

const VIRTUAL_ENVIRONMENT = new Set([".venv", "venv", "env", ".env.d", ".virtualenv"]);

const WANTED =
  /^(?:(?:docker-)?compose(?:\.[\w-]+)*\.ya?ml|\.env(?:\.[\w-]+)*|[\w-]+\.env|manage\.py|[wa]sgi\.py|settings\.py)$/;
const WANTED_PATH = /(?:^|\/)(?:settings\/\w+|config\/\w+|\w*messaging\w*(?:\/\w+)?\/\w+)\.py$/;
const APP_FOLDER = /(?:^|\/)apps\/(?:domains|support)\/messaging$/;

/**
 * Reads the workspace files that show where the backend is. Bounded: skips third-party folders, does not follow links
 * to folders, and notes when it reaches a limit. Throws only if the folder itself cannot be read.
 */
export async function readWorkspace(folder: string, signal?: AbortSignal): Promise<WorkspaceSources> {
  const sources: WorkspaceSources = {
    name: path.basename(path.resolve(folder)),
    files: [],
    appFolders: [],
    interpreters: [],
    notes: [],
  };
  await new Walk(folder, sources, signal).run();
  const awsConfig = await readAwsConfig();
  return { ...sources, ...(awsConfig && { awsConfig }) };
}

class Walk {
  readonly #folder: string;
  readonly #sources: WorkspaceSources;
  readonly #signal: AbortSignal | undefined;
  #entries = 0;

  constructor(folder: string, sources: WorkspaceSources, signal: AbortSignal | undefined) {
    this.#folder = folder;
    this.#sources = sources;
    this.#signal = signal;
  }

  /** Breadth first: finds what is near the top even if the limit ends the walk. */
  async run(): Promise<void> {
    let level = [""];
    for (let depth = 0; level.length > 0 && depth < MAX_DEPTH; depth++) {
      const next: string[] = [];
      for (const at of level) {
        this.#signal?.throwIfAborted();
        next.push(...(await this.#visit(at, depth)));
        if (this.#isFull()) return;
      }
      level = next;
    }
  }

  /** Resolves with its subfolders. */
  async #visit(at: string, depth: number): Promise<string[]> {
    const entries = await fs.readdir(path.join(this.#folder, at), { withFileTypes: true }).catch((error: unknown) => {
      if (depth === 0) throw error;
      this.#note(l10n.t("{0} cannot be read: {1}", at, codeOf(error) ?? messageOf(error)));
      return [];
    });
    this.#entries += entries.length;
    const folders: string[] = [];
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const name = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) {
        if (VIRTUAL_ENVIRONMENT.has(entry.name)) await this.#interpreter(name);
        else if (!LEFT_OUT.has(entry.name)) folders.push(name);
        if (APP_FOLDER.test(name)) this.#sources.appFolders.push(name);
      } else if (WANTED.test(entry.name) || WANTED_PATH.test(name)) await this.#read(name);
    }
    return folders;
  }

  async #interpreter(environment: string): Promise<void> {
    for (const name of ["bin/python", "Scripts/python.exe"]) {
      const file = `${environment}/${name}`;
      const isThere = await fs.access(path.join(this.#folder, file)).then(
        () => true,
        () => false,
      );
      if (isThere) this.#sources.interpreters.push(file);
    }
  }

  async #read(file: string): Promise<void> {
    if (this.#sources.files.length >= MAX_FILES) return;
    const full = path.join(this.#folder, file);
    try {
      const stat = await fs.stat(full);
      if (!stat.isFile()) return;
      const limit = /\.ya?ml$/.test(file) ? MAX_COMPOSE_BYTES : MAX_FILE_BYTES;
      if (stat.size > limit) {
        this.#note(l10n.t("{0} was left out: it has {1} bytes, {2} at most", file, stat.size, limit));
        return;
      }
      this.#sources.files.push({ file, text: await fs.readFile(full, "utf8") });
    } catch (error) {
      // A dangling link, or a file that this user may not read.
      this.#note(l10n.t("{0} cannot be read: {1}", file, codeOf(error) ?? messageOf(error)));
    }
  }

  #isFull(): boolean {
    const isFull = this.#entries >= MAX_ENTRIES || this.#sources.files.length >= MAX_FILES;
    if (isFull)
      this.#note(
        l10n.t(
          "The folder is large: it was looked at only as far as {0} entries and {1} files",
          MAX_ENTRIES,
          MAX_FILES,
        ),
      );
    return isFull;
  }

  #note(sentence: string): void {
    this.#sources.notes.push({ sentence });
  }
}

async function readAwsConfig(): Promise<SourceFile | undefined> {
  const file = process.env["AWS_CONFIG_FILE"] || path.join(os.homedir(), ".aws", "config");
  const text = await fs.readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : { file: "~/.aws/config", text };
}
