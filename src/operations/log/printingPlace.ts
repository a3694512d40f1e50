import fs from "node:fs/promises";
import path from "node:path";
import { printingLine } from "./printingLine";

export interface PrintingPlace {
  /** Absolute. */
  file: string;
  /** 1-based. */
  line: number;
}

const LEFT_OUT = new Set([
  ...[".git", ".venv", "venv", "env", "node_modules", "site-packages", "__pycache__", "build", "dist", "migrations"],
]);
/** Tests repeat the texts of the code they test. */
const TEST_FILE = /(?:^|[\\/])tests?(?:[\\/]|_)|_test\.py$|conftest\.py$/;
const MOST_FILES = 3_000;
const MOST_FOLDERS = 5_000;
const LARGEST_FILE = 1024 * 1024;

/** Finds where the Python code of a folder prints a log line. Reads the folder once; unreadable parts print nothing. */
export class PrintingPlaces {
  readonly #folder: string;
  #files: Promise<{ file: string; text: string }[]> | undefined;
  readonly #found = new Map<string, PrintingPlace | undefined>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `templates` are the forms of one log call; the first one that a file prints counts. */
  async find(templates: readonly string[]): Promise<PrintingPlace | undefined> {
    const key = templates.join("\n");
    if (this.#found.has(key)) return this.#found.get(key);
    const files = await (this.#files ??= readFiles(this.#folder));
    const found = files.flatMap(({ file, text }) => {
      for (const template of templates) {
        const place = printingLine(text, template);
        if (place) return [{ file, line: place.line + 1, score: place.score }];
      }
      return [];
    });
    const [best] = found.sort((a, b) => b.score - a.score || a.file.length - b.file.length);
    const place = best && { file: best.file, line: best.line };
    this.#found.set(key, place);
    return place;
  }
}

async function readFiles(folder: string): Promise<{ file: string; text: string }[]> {
  const files: { file: string; text: string }[] = [];
  const folders = [folder];
  for (let read = 0; folders.length > 0 && read < MOST_FOLDERS && files.length < MOST_FILES; read++) {
    const current = folders.shift()!;
    const entries = await fs.readdir(current, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const file = path.join(current, entry.name);
      if (entry.isDirectory() && !LEFT_OUT.has(entry.name)) folders.push(file);
      if (!entry.isFile() || !entry.name.endsWith(".py") || TEST_FILE.test(path.relative(folder, file))) continue;
      const text = await textOf(file);
      if (text !== undefined && files.length < MOST_FILES) files.push({ file, text });
    }
  }
  return files;
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return (await fs.stat(file)).size > LARGEST_FILE ? undefined : await fs.readFile(file, "utf8");
  } catch {
    return undefined;
  }
}
