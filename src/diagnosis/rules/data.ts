import { isUnset } from "../facts/variableFacts";
import type { Facts } from "../facts";
import { type Line, clip, clipAround, excerptAt, excerptOfLine, excerptOfTold, sentence } from "../logLines";
import { firstTold, isReason, lastTold, tells, toldByWords, toldIn } from "../signs";
import { type Values, word } from "../texts/text";
import { databaseFixes, databaseVariant } from "./worker/storeAdvice";
import type { Rule } from "./rule";

const messageValues = ({ text, record, all }: Line, index?: number): Values => {
  const thrown = record.exception && !text.includes(record.exception.message) ? ` (${record.exception.message})` : "";
  const words = index === undefined ? undefined : all.slice(index).split("\n")[0];
  return { message: sentence(clipAround(`${text}${thrown}`, words, 160)) };
};
const timed = ({ at }: Line) => (at === undefined ? {} : { at });

/** Whether the worker is known to have continued to the provider. */
const wentOn = ({ sent, calls, signs, accepted }: Facts) =>
  sent.length > 0 || calls.length > 0 || accepted !== undefined || signs.some(({ origin }) => origin !== "probe");

const databaseRule: Rule = {
  id: "worker.database/log",
  cause: "worker.database",
  evaluate(facts) {
    const unable = lastTold(facts.worker, "step-failed-by-database");
    const refused =
      toldIn(facts.worker, "database-failed").findLast(({ line }) => !tells(line, "row-unwritten")) ??
      lastTold(facts.worker, "tenant-lookup-cut");
    const found = refused ?? unable;
    if (!found) return undefined;
    // A failed look-up alone does not stop the worker. It has a cause of its own.
    if (!unable && tells(found.line, "tenant-lookup-failed") && wentOn(facts)) return undefined;
    const evidence = [...(unable && unable !== found ? [excerptOfTold(unable)] : []), excerptOfTold(found)];
    const isSent = facts.accepted && facts.sent.some(({ line, isMock }) => !isMock && line.line < found.line.line);
    return {
      confidence: 0.93,
      basis: "message",
      evidence,
      values: { ...messageValues(found.line, found.index), ...databaseVariant(found.line.all) },
      fixes: databaseFixes(found.line.all),
      ...timed(found.line),
      // A failure of the store after the send does not undo the send.
      ...(isSent && { outcome: "degraded" as const, isLasting: true }),
    };
  },
};

const databaseRowRule: Rule = {
  id: "worker.database/row",
  cause: "worker.database",
  evaluate(facts) {
    const row = facts.rows?.find(
      ({ failure_reason, success }) => !success && isReason(failure_reason, "database-failed"),
    );
    if (!row) return undefined;
    const reason = row.failure_reason ?? "";
    return {
      confidence: 0.85,
      basis: "message",
      evidence: [excerptAt("notificationLogs", `failure_reason=${reason}`)],
      values: { message: clip(reason, 160), ...databaseVariant(reason) },
      fixes: databaseFixes(reason),
    };
  },
};

const lookupRule: Rule = {
  id: "worker.tenant-lookup-failed/log",
  cause: "worker.tenant-lookup-failed",
  evaluate(facts) {
    const found = lastTold(facts.worker, "tenant-lookup-failed");
    if (!found) return undefined;
    const isDatabase = tells(found.line, "database-failed") || tells(found.line, "tenant-lookup-cut");
    if (isDatabase && !wentOn(facts)) return undefined;
    return {
      confidence: 0.9,
      basis: "message",
      evidence: [excerptOfLine(found.line)],
      values: messageValues(found.line),
      isLasting: true,
    };
  },
};

const rowWriteRule: Rule = {
  id: "worker.log-write-failed/log",
  cause: "worker.log-write-failed",
  evaluate(facts) {
    const found = lastTold(facts.worker, "row-unwritten");
    if (!found) return undefined;
    return {
      confidence: 0.92,
      basis: "message",
      evidence: [excerptOfLine(found.line)],
      values: messageValues(found.line),
      isLasting: true,
    };
  },
};

const creditRule: Rule = {
  id: "worker.credit-insufficient/log",
  cause: "worker.credit-insufficient",
  evaluate(facts) {
    const logged = lastTold(facts.worker, "credit-too-low");
    const row = facts.rows?.find(
      ({ failure_reason, success }) => !success && isReason(failure_reason, "credit-too-low"),
    );
    if (!logged && !row) return undefined;
    const evidence = [
      ...(logged ? [excerptOfLine(logged.line)] : []),
      ...(row ? [excerptAt("notificationLogs", `failure_reason=${row.failure_reason ?? ""}`)] : []),
    ];
    const value = (sign: "credit-left" | "credit-price", name: string) =>
      logged && toldByWords(logged.line, sign)?.values[name];
    const balance = value("credit-left", "balance") ?? facts.evidence.tenant?.credit_balance;
    const price = value("credit-price", "price");
    return {
      confidence: 0.96,
      basis: "message",
      evidence,
      values: { balance, price, tenant: facts.evidence.tenant?.code },
      isFinal: true,
      ...(logged && timed(logged.line)),
    };
  },
};

const ormRule: Rule = {
  id: "worker.orm-unavailable/no-row",
  cause: "worker.orm-unavailable",
  evaluate(facts) {
    const { evidence, rows, worker, workerBefore, sent, signs, mock } = facts;
    const setting = evidence.worker?.env?.["DJANGO_SETTINGS_MODULE"];
    const lines = [...workerBefore, ...(worker ?? [])];
    const started = firstTold(lines, "worker-begun");
    const isSetUp = firstTold(lines, "django-ready");
    const isRecorded = worker === undefined && facts.accepted !== undefined;
    const wasSent = sent.length > 0 || signs.some(({ origin }) => origin === "log") || isRecorded;
    const isUnrecorded = rows !== undefined && rows.length === 0;
    if (isSetUp || mock.length > 0 || firstTold(worker, "row-unwritten") || firstTold(worker, "tenant-lookup-failed"))
      return undefined;
    const isStated = isUnset(setting);
    if (isStated && (rows?.length ?? 0) === 0) {
      const known = [
        excerptAt("worker.env.DJANGO_SETTINGS_MODULE", '""'),
        ...(isUnrecorded ? [excerptAt("notificationLogs", word("no-row"))] : []),
      ];
      const isSure = wasSent && isUnrecorded;
      return {
        confidence: isSure ? 0.93 : wasSent ? 0.8 : 0.5,
        basis: wasSent ? "message" : "hint",
        evidence: known,
        values: { setting: word("empty") },
        isLasting: true,
      };
    }
    if (setting !== undefined && !isStated) return undefined;
    if (!wasSent || !isUnrecorded) return undefined;
    const trace = word(started ? "started-without-setup" : "no-setup-line");
    const found = [
      excerptAt("notificationLogs", word("no-row")),
      ...(started ? [excerptOfLine(started.line)] : []),
      ...(facts.accepted?.evidence ?? []),
    ];
    return { confidence: started ? 0.85 : 0.7, basis: "message", evidence: found, values: { trace }, isLasting: true };
  },
};

export const dataRules: readonly Rule[] = [
  databaseRule,
  databaseRowRule,
  lookupRule,
  rowWriteRule,
  creditRule,
  ormRule,
];
