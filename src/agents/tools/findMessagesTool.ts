import * as z from "zod";
import { machineTimeZone } from "../../common/timeZone";
import { outcomes } from "../../diagnosis/outcome";
import { findMessages } from "../../operations/inquiry/findMessages";
import { knownKind, knownName, windowOf } from "../../operations/inquiry/filter/inquiryFields";
import { recipientDigits } from "../../operations/inquiry/filter/recipientDigits";
import { readTime } from "../../operations/inquiry/filter/timePhrase";
import { READS, agentTool } from "../agentTool";
import { environmentField, isoTime, layerName, moreField, tenantField } from "../toolFields";

const MOST = 100;

export const findMessagesTool = agentTool({
  name: "find_messages",
  title: "Find messages",
  description:
    "Finds SMS and Alimtalk messages by recipient, student, time, tenant or cause, says what became of each, and counts " +
    "them by cause. Start here for 'who did not get the message' or a bulk send. Not for one message whose id you know " +
    "(diagnose), nor for whether the system works now (layers).",
  hints: READS,
  input: z.strictObject({
    environment: environmentField,
    to: z.string().max(40).optional().describe("Recipient's number, or its last digits."),
    student: z.int().min(1).optional().describe("Student's id."),
    name: z.string().max(50).optional().describe("Student's name, or a part of it."),
    tenant: tenantField,
    from: z.string().max(60).optional().describe("2026-03-05 18:00, 18:00, yesterday 18:00, 어제 18시, -2h."),
    until: z.string().max(60).optional().describe("Now by default."),
    id: z.string().max(200).optional().describe("Trace, request, SQS message or Solapi id."),
    cause: z.string().max(60).optional().describe("A cause's id, as groups name it."),
    outcome: z.enum(outcomes).optional(),
    limit: z
      .int()
      .min(1)
      .max(MOST, `${MOST} at most: narrow it by time, tenant or cause, or use the groups, which count all messages`)
      .default(20)
      .describe("How many messages to list. The groups always count all."),
  }),
  output: z.object({
    from: z.string(),
    until: z.string(),
    total: z.int(),
    students: z
      .array(z.object({ tenant: z.string(), id: z.int() }))
      .optional()
      .describe("Who has the name."),
    groups: z.array(
      z.object({
        layer: layerName,
        outcome: z.string(),
        cause: z.string(),
        title: z.string(),
        count: z.int(),
        differs: z.array(z.string()).describe("What these have in common that the others have not."),
        samples: z.array(z.string()).describe("Ids, for diagnose and trace."),
      }),
    ),
    messages: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        to: z.string().optional(),
        student: z.int().optional(),
        tenant: z.string().optional(),
        outcome: z.string(),
        cause: z.string(),
      }),
    ),
    incomplete: z.array(z.string()).describe("Sources that could not tell everything, and why."),
    more: moreField,
  }),
  async run({ environment, limit, to, from, until, student, name, tenant, id, cause, outcome }, host, signal) {
    const now = { now: Date.now(), zone: machineTimeZone() };
    const filter = {
      ...(student !== undefined && { student }),
      ...(tenant !== undefined && { tenant }),
      ...(id !== undefined && { id }),
      ...knownKind(outcome ?? "", cause ?? ""),
      ...(name !== undefined && knownName(name)),
      ...(to !== undefined && { to: recipientDigits(to) }),
      ...windowOf(
        from === undefined ? undefined : readTime(from, now),
        until === undefined ? undefined : readTime(until, now),
      ),
    };
    const found = await host.onEnvironment(environment, (opened) =>
      findMessages(opened, filter, limit, host.context(signal)),
    );
    const { window, total, groups, messages, looked, students } = found;
    return {
      from: isoTime(window.from),
      until: isoTime(window.until),
      total,
      ...(students && { students: students.map(({ tenant: code, id: of }) => ({ tenant: code, id: of })) }),
      groups: groups.map(({ layer, outcome: how, cause: why, title, count, differs, samples }) => ({
        layer,
        outcome: how,
        cause: why,
        title,
        count,
        differs: differs.map(
          (each) => `${each.field} ${each.value}: ${percent(each.inGroup)} here, ${percent(each.elsewhere)} elsewhere`,
        ),
        samples: samples.slice(0, 3),
      })),
      messages: messages.map(({ id: traceId, at, to: who, student: of, tenant: code, outcome: how, cause: why }) => ({
        id: traceId,
        at: isoTime(at),
        ...(who !== undefined && { to: who }),
        ...(of !== undefined && { student: of }),
        ...(code !== undefined && { tenant: code }),
        outcome: how,
        cause: why,
      })),
      incomplete: looked.filter(({ complete }) => !complete).map(({ part, note }) => `${part}: ${note}`),
      ...(total > messages.length && {
        more: `${total - messages.length} more: narrow by time, tenant or cause, or raise limit (at most ${MOST}).`,
      }),
    };
  },
});

const percent = (share: number) => `${Math.round(share * 100)} %`;
