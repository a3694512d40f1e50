import fs from "node:fs";
import path from "node:path";
import * as YAML from "yaml";
import * as z from "zod";
import { type Evidence, parseEvidence } from "../../src/diagnosis/evidence";

const several = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item));

const expected = z.strictObject({
  layer: several(z.enum(["api", "queue", "worker", "provider"]).nullable()),
  cause: several(z.string()),
  outcome: several(z.string()),
});
export type Expected = z.infer<typeof expected>;

const corpusCase = expected.extend({
  kind: z.string().regex(/^[A-P]$/),
  source: z.url(),
  thread: z.string(),
  expert: z.string(),
  mustNot: z.array(z.string()).default([]),
  worker: z.string().optional(),
  api: z.string().optional(),
  encoding: z.literal("utf16le").optional(),
  crlf: z.boolean().default(false),
  silent: z.boolean().default(false),
  bundle: z.record(z.string(), z.unknown()).optional(),
  bundleExpect: expected.optional(),
});

/** One diagnosis of a case: its logs alone, or the evidence with the logs inside. */
export interface CorpusRun {
  id: string;
  name: "alone" | "bundle";
  kind: string;
  evidence: Evidence;
  /** As bytes of a file, or as text inside the evidence. */
  logs: { worker?: Uint8Array | string; api?: Uint8Array | string };
  expected: Expected;
  mustNot: string[];
  isSilent: boolean;
}

const base = {
  version: 1,
  sentAt: "2026-11-27T15:00:00+09:00",
  collectedAt: "2026-11-27T15:02:00+09:00",
  request: { student_ids: [311], send_to: "parent", message_mode: "sms", raw_body: "[하늘학원] 19시에 시작합니다." },
  api: { status: 200, body: { detail: "ok", enqueued: 1, skipped_no_phone: 0 }, elapsedMs: 164 },
  tenant: {
    id: 12,
    code: "haneul",
    messaging_sender: "0317205588",
    credit_balance: "48200",
    messaging_is_active: true,
  },
};

/** Every run of the cases in a folder, in the order of their ids. Throws where a file is not as the README describes. */
export function readCorpus(folder: string): CorpusRun[] {
  const files = fs.readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files.sort().flatMap((name) => runsOf(path.basename(name, ".yaml"), path.join(folder, name)));
}

function runsOf(id: string, file: string): CorpusRun[] {
  const parsed = corpusCase.safeParse(YAML.parse(fs.readFileSync(file, "utf8")));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  const { kind, mustNot, silent: isSilent, bundle, bundleExpect, ...one } = parsed.data;
  const right = { layer: one.layer, cause: one.cause, outcome: one.outcome };
  const text = (log: string) => log.replaceAll("␛", "\u001b");
  const bytes = (log: string) => {
    const lines = one.crlf ? text(log).replaceAll("\n", "\r\n") : text(log);
    return one.encoding === "utf16le" ? Buffer.from(`\ufeff${lines}`, "utf16le") : Buffer.from(lines, "utf8");
  };
  const both = <T>(of: (log: string) => T) => ({
    ...(one.worker !== undefined && { worker: of(one.worker) }),
    ...(one.api !== undefined && { api: of(one.api) }),
  });
  const shared = { id, kind, mustNot, isSilent };
  const alone: CorpusRun = { ...shared, name: "alone", evidence: {}, logs: both(bytes), expected: right };
  const withEvidence = (over: Record<string, unknown>): CorpusRun => ({
    ...shared,
    name: "bundle",
    evidence: withLogs({ ...base, ...over }, both(text)),
    logs: both(text),
    expected: bundleExpect ?? right,
  });
  return [
    ...(one.worker === undefined && one.api === undefined ? [] : [alone]),
    ...(bundle ? [withEvidence(bundle)] : []),
  ];
}

function withLogs(bundle: Record<string, unknown>, logs: { worker?: string; api?: string }): Evidence {
  const evidence = parseEvidence(bundle);
  return {
    ...evidence,
    ...(logs.worker !== undefined && { worker: { ...evidence.worker, logs: logs.worker } }),
    ...(logs.api !== undefined && { api: { ...evidence.api, logs: logs.api } }),
  };
}
