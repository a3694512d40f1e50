import { isUnset } from "../facts/variableFacts";
import type { Facts } from "../facts";
import { type Line, allMatches, clip, excerptAt, excerptOfLine, firstMatch, lastMatch } from "../logLines";
import { type Values, word } from "../texts/text";
import type { Rule } from "./rule";

const DATABASE_ERROR =
  /connection slots|too many (?:connections|clients)|password authentication failed|could not connect to server|connection to server at .{0,80} failed|server closed the connection|terminating connection|could not translate host name|OperationalError|InterfaceError|database .{0,40}does not exist|no pg_hba\.conf|the database system is (?:starting|shutting)|database is locked|SSL connection has been closed|connection already closed|django\.db\.utils\.\w+/i;
const UNABLE =
  /deduct_credits failed|DB connection failed at startup|tenant context unavailable|tenant\/provider resolution failed|Business claim failed|Provider send boundary claim (?:failed|errored)|policy check failed for business_tenant_id/i;
const LOOKUP = /get_tenant_messaging_info failed:? ?(.*)/i;
/** A look-up that reached no server, in Node's words. In other lines these words may be about SQS or Redis. */
const LOOKUP_CUT = /get_tenant_messaging_info failed:? ?.*(?:ECONNREFUSED|ECONNRESET|Connection terminated)/i;
const ROW_WRITE =
  /NotificationLog\/rollback failed|create_notification_log failed|Send result persistence failed|rollback_credits failed|log creation failed/i;

const messageValues = ({ text, record }: Line): Values => {
  const thrown = record.exception && !text.includes(record.exception.message) ? ` (${record.exception.message})` : "";
  return { message: clip(`${text}${thrown}`, 160).replace(/\.$/, "") };
};
const timed = ({ at }: Line) => (at === undefined ? {} : { at });

/** Whether the worker is known to have continued to the provider. */
const wentOn = ({ sent, calls, signs, accepted }: Facts) =>
  sent.length > 0 || calls.length > 0 || accepted !== undefined || signs.some(({ origin }) => origin !== "probe");

const databaseRule: Rule = {
  id: "worker.database/log",
  cause: "worker.database",
  evaluate(facts) {
    const unable = lastMatch(facts.worker, UNABLE);
    const refused = lastMatch(facts.worker, DATABASE_ERROR, ROW_WRITE) ?? lastMatch(facts.worker, LOOKUP_CUT);
    const found = refused ?? unable;
    if (!found) return undefined;
    // A failed look-up alone does not stop the worker. It has a cause of its own.
    if (!unable && LOOKUP.test(found.line.text) && wentOn(facts)) return undefined;
    const evidence = [
      ...(unable && unable !== found ? [excerptOfLine(unable.line, unable.groups)] : []),
      excerptOfLine(found.line, found.groups),
    ];
    return { confidence: 0.93, basis: "message", evidence, values: messageValues(found.line), ...timed(found.line) };
  },
};

const databaseRowRule: Rule = {
  id: "worker.database/row",
  cause: "worker.database",
  evaluate(facts) {
    const row = facts.rows?.find(
      ({ failure_reason, success }) =>
        !success && (DATABASE_ERROR.test(failure_reason ?? "") || /deduct_credits/i.test(failure_reason ?? "")),
    );
    if (!row) return undefined;
    const reason = row.failure_reason ?? "";
    return {
      confidence: 0.85,
      basis: "message",
      evidence: [excerptAt("notificationLogs", `failure_reason=${reason}`)],
      values: { message: clip(reason, 160) },
    };
  },
};

const lookupRule: Rule = {
  id: "worker.tenant-lookup-failed/log",
  cause: "worker.tenant-lookup-failed",
  evaluate(facts) {
    const found = lastMatch(facts.worker, LOOKUP);
    if (!found) return undefined;
    const isDatabase = DATABASE_ERROR.test(found.line.all) || LOOKUP_CUT.test(found.line.all);
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
    const found = lastMatch(facts.worker, ROW_WRITE);
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
    const OWN = /insufficient_balance(?!.*solapi)/i;
    const logged = allMatches(facts.worker, OWN).at(-1);
    const row = facts.rows?.find(
      ({ failure_reason, success }) =>
        !success && /^(?:insufficient_(?:balance|credit)|크레딧.{0,4}부족)/i.test(failure_reason?.trim() ?? ""),
    );
    if (!logged && !row) return undefined;
    const evidence = [
      ...(logged ? [excerptOfLine(logged.line)] : []),
      ...(row ? [excerptAt("notificationLogs", `failure_reason=${row.failure_reason ?? ""}`)] : []),
    ];
    const text = logged?.line.text ?? "";
    const balance = /\bbalance=([\d.]+)/.exec(text)?.[1] ?? facts.evidence.tenant?.credit_balance;
    const price = /base_price=([\d.]+)/.exec(text)?.[1];
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
    const started = firstMatch(lines, /Worker started/);
    const isSetUp = firstMatch(lines, /Django setup done/);
    const isRecorded = worker === undefined && facts.accepted !== undefined;
    const wasSent = sent.length > 0 || signs.some(({ origin }) => origin === "log") || isRecorded;
    const isUnrecorded = rows !== undefined && rows.length === 0;
    if (isSetUp || mock.length > 0 || firstMatch(worker, ROW_WRITE) || firstMatch(worker, LOOKUP)) return undefined;
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
