import fs from "node:fs/promises";
import path from "node:path";
import type { Source } from "./versionSigns";

/** Folders that hold no code of the backend's own. */
const NOT_OURS = new Set(
  ".git .venv venv env node_modules site-packages __pycache__ build dist migrations tests test fixtures".split(" "),
);
const MOST_FILES = 3_000;
const LARGEST_FILE = 256 * 1024;
/** Only files that speak of the messaging path are kept. */
const ABOUT_MESSAGING = /SOLAPI_SENDER|messaging_sender|academy-(?:v1-)?messaging|retryable_failed|source_tenant/;

/** The workspace's Python that is about the messaging path; empty where the folder cannot be read. */
export async function messagingSources(workspace: string, signal?: AbortSignal): Promise<Source[]> {
  const sources: Source[] = [];
  const folders = [workspace];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined && seen < MOST_FILES; folder = folders.pop()) {
    signal?.throwIfAborted();
    const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory() && !NOT_OURS.has(entry.name)) folders.push(file);
      if (!entry.isFile() || !entry.name.endsWith(".py") || ++seen > MOST_FILES) continue;
      const text = await readSmall(file);
      if (text !== undefined && ABOUT_MESSAGING.test(text)) sources.push({ file, text });
    }
  }
  return sources;
}

async function readSmall(file: string): Promise<string | undefined> {
  try {
    return (await fs.stat(file)).size > LARGEST_FILE ? undefined : await fs.readFile(file, "utf8");
  } catch {
    return undefined; // gone since it was listed
  }
}
