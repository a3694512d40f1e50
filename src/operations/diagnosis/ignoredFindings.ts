import * as l10n from "@vscode/l10n";
import fs from "node:fs/promises";
import path from "node:path";
import { ExpectedError, messageOf } from "../../common/errors";

/** A cause that this workspace knows and accepts. */
export interface IgnoredFinding {
  cause: string;
  /** Day in ISO 8601. */
  since: string;
}

/** In the workspace folder, to be committed: a team shares its accepted findings. */
export const IGNORED_FILE = path.join(".messaging", "ignored-findings.json");

/** The file of accepted findings. Its folder is created with the first one. */
export class IgnoredFindings {
  readonly #folder: () => string | undefined;

  /** `folder`: the workspace's; nothing is ignored without one, or if it is not trusted. */
  constructor(folder: () => string | undefined) {
    this.#folder = folder;
  }

  get #file(): string | undefined {
    const folder = this.#folder();
    return folder === undefined ? undefined : path.join(folder, IGNORED_FILE);
  }

  /** @throws ExpectedError `ignored-unreadable` */
  async list(): Promise<IgnoredFinding[]> {
    const file = this.#file;
    if (file === undefined) return [];
    let text: string;
    try {
      text = await fs.readFile(file, "utf8");
    } catch {
      return []; // nothing was ever ignored
    }
    try {
      const { ignored } = JSON.parse(text) as { ignored?: unknown };
      if (!Array.isArray(ignored)) throw new Error('"ignored" is not a list');
      return (ignored as (Partial<IgnoredFinding> | null)[]).flatMap((entry) =>
        typeof entry?.cause === "string" ? [{ cause: entry.cause, since: String(entry.since ?? "") }] : [],
      );
    } catch (error) {
      throw new ExpectedError("ignored-unreadable", `${IGNORED_FILE}: ${messageOf(error)}`, undefined, {
        cause: error,
      });
    }
  }

  async add(cause: string): Promise<void> {
    const known = await this.list();
    if (known.some((each) => each.cause === cause)) return;
    await this.#write([...known, { cause, since: new Date().toISOString().slice(0, 10) }]);
  }

  async remove(cause: string): Promise<void> {
    await this.#write((await this.list()).filter((each) => each.cause !== cause));
  }

  async #write(ignored: IgnoredFinding[]): Promise<void> {
    const file = this.#file;
    if (file === undefined) {
      throw new ExpectedError(
        "no-workspace",
        l10n.t("No trusted folder is open"),
        l10n.t("Open the project's folder first."),
      );
    }
    await fs.mkdir(path.dirname(file), { recursive: true });
    for (const place of [path.dirname(file), file]) await refuseLink(place);
    await fs.writeFile(file, `${JSON.stringify({ version: 1, ignored }, null, 2)}\n`);
  }
}

/** A repository may contain a link in its place, and lead the write to any file of this machine. */
async function refuseLink(place: string): Promise<void> {
  const found = await fs.lstat(place).catch(() => undefined);
  if (!found?.isSymbolicLink()) return;
  throw new ExpectedError(
    "ignored-is-link",
    l10n.t("Findings are not written through a link: {0}", place),
    l10n.t("Replace the link with a file or folder of its own."),
  );
}
