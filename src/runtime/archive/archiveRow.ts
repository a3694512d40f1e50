import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import { maskNumber } from "../../common/masking";
import { traceOf } from "../message/messageTrace";
import type { MessageTrace } from "../message/messageTrace";
import type { SequencedEvent } from "../stack/eventHub";
import type { ArchivedMessage, ArchiveQuery } from "./archivedMessage";
import type { ArchivedContent } from "./messageContent";
import type { Silence } from "./unanswered";

/** The SQL conditions of a query. `students`: who has the number that is asked for. */
export function conditionsOf(
  { from, until, tenant, student, students: named, to, id }: ArchiveQuery,
  students: readonly { tenant: string; student: number }[],
): { where: string; values: SQLInputValue[] } {
  const parts: [condition: string, ...values: SQLInputValue[]][] = [["first_at >= ? AND first_at < ?", from, until]];
  if (tenant !== undefined) parts.push(["tenant = ?", tenant]);
  if (student !== undefined) parts.push(["student_id = ?", student]);
  if (named !== undefined)
    parts.push(["(tenant || '/' || student_id) IN (SELECT value FROM json_each(?))", JSON.stringify(named)]);
  if (to !== undefined)
    parts.push([
      "(substr(recipient, -length(?1)) = ?1 OR (recipient IS NULL AND EXISTS (SELECT 1 FROM json_each(?2) AS s" +
        " WHERE s.value ->> 0 = tenant AND s.value ->> 1 = student_id)))",
      to,
      JSON.stringify(students.map((each) => [each.tenant, each.student])),
    ]);
  if (id !== undefined)
    parts.push(["(id = ? OR request_id = ? OR id IN (SELECT message FROM alias WHERE id = ?))", id, id, id]);
  return numbered(parts);
}

/** A condition's `?1` is its own first value, however often it stands. Node 22 binds no numbered parameters by position. */
function numbered(parts: readonly [string, ...SQLInputValue[]][]): { where: string; values: SQLInputValue[] } {
  const values: SQLInputValue[] = [];
  const where = parts.map(([condition, ...own]) => {
    let plain = 0;
    return condition.replace(/\?(\d?)/g, (_all, index: string) => {
      values.push(own[index === "" ? plain++ : Number(index) - 1]!);
      return "?";
    });
  });
  return { where: where.join(" AND "), values };
}

/** Its body only if the row has it. */
export function archivedMessage(row: Record<string, SQLOutputValue>): ArchivedMessage {
  const body = textOf(row["body"]);
  const events = JSON.parse(`[${linesOf(row["events"]).join(",")}]`) as SequencedEvent[];
  const [tenant, student] = [textOf(row["tenant"]), row["student_id"]];
  const studentId = typeof student === "number" ? student : undefined;
  const recipient = textOf(row["recipient"]);
  const requestId = textOf(row["request_id"]);
  const content = JSON.parse(textOf(row["content"]) ?? "{}") as ArchivedContent;
  const trace = traceOf(String(row["id"]), Number(row["first_at"]), events);
  return {
    trace: {
      ...trace,
      updatedAt: Math.max(trace.updatedAt, Number(row["last_at"])),
      ...(content.silence && silent(Number(row["first_at"]), content.silence)),
      ...(tenant !== undefined && { tenantCode: tenant }),
      ...(recipient !== undefined && { to: maskNumber(recipient) }),
    },
    ...(requestId !== undefined && { requestId }),
    ...(studentId !== undefined && { studentId }),
    ...content,
    ...(body !== undefined && { body }),
    apiLines: linesOf(row["api_lines"]),
    workerLines: linesOf(row["worker_lines"]),
  };
}

/** No event tells of an attempt without an answer. */
function silent(at: number, silence: Silence): Pick<MessageTrace, "state" | "sightings"> {
  return { state: "unknown", sightings: [{ kind: "silence", at: at + silence.elapsedMs, ...silence }] };
}

const linesOf = (text: SQLOutputValue | undefined): string[] =>
  typeof text === "string" && text !== "" ? text.slice(0, -1).split("\n") : [];

const textOf = (value: SQLOutputValue | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
