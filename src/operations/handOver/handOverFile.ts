import { createHash } from "node:crypto";
import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { HandOver } from "./handOver";
import { handOverSchema } from "./handOverSchema";

/** The first line of the file. */
const FIRST = '{"messagingHandOver":1,';
/** The last line: the digest of all bytes before it. */
const LAST = /^"sha256":"([0-9a-f]{64})"\}\n$/;
const LAST_LENGTH = '"sha256":""}\n'.length + 64;
/** Found in every hand-over of which not much was changed. */
const MARK = /^\s*\{\s*"messagingHandOver"|"sha256"\s*:\s*"[^"]{0,100}"\s*\}\s*$/;

/**
 * A hand-over as JSON, one message or case a line. Its last line is the SHA-256 of everything before it: it shows that
 * the file was changed or cut, not who wrote it.
 */
export function handOverText({ inquiry: { messages, ...inquiry }, cases, ...rest }: HandOver): string {
  const list = (items: readonly unknown[]) => items.map((item) => `\n${JSON.stringify(item)}`).join(",");
  const body = [
    FIRST,
    ...Object.entries(rest).map(([name, value]) => `"${name}":${JSON.stringify(value)},`),
    `"inquiry":{${JSON.stringify(inquiry).slice(1, -1)},"messages":[${list(messages)}]},`,
    `"cases":[${list(cases)}],`,
    "",
  ].join("\n");
  return `${body}"sha256":"${digestOf(body)}"}\n`;
}

/** Whether a file is, or was, a hand-over. */
export const isHandOver = (text: string): boolean => MARK.test(text.slice(0, 200)) || MARK.test(text.slice(-200));

/** @throws ExpectedError `evidence-unreadable`: the file was changed, or another version wrote it. */
export function readHandOver(text: string): HandOver {
  const [end, body] = [text.slice(-LAST_LENGTH), text.slice(0, -LAST_LENGTH)];
  if (LAST.exec(end)?.[1] !== digestOf(body))
    throw new ExpectedError(
      "evidence-unreadable",
      l10n.t("This file was changed or cut after it was written, so nothing in it can be relied on"),
      l10n.t("Ask for the file once more, and open it as it comes: an editor or a mail program may have changed it."),
    );
  const read = handOverSchema.safeParse(body.startsWith(FIRST) ? JSON.parse(text) : undefined);
  if (read.success) return read.data as unknown as HandOver;
  throw new ExpectedError(
    "evidence-unreadable",
    l10n.t("Another version wrote this file: it cannot be read at {0}", read.error.issues[0]?.path.join(".") || "$"),
    l10n.t("Open it with the version that wrote it, or a newer one."),
  );
}

const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");
