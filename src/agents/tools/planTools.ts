import * as z from "zod";
import { ExpectedError } from "../../common/errors";
import { applyFix, applySend } from "../../operations/plan/applyPlan";
import type { Plan } from "../../operations/plan/plan";
import { PLAN_VALID_MS } from "../../operations/plan/plan";
import { planFix, planSend, plannedFixes } from "../../operations/plan/planFix";
import type { TestSend } from "../../operations/message/testSend";
import { phoneDigits } from "../../targets/tenants/phoneDigits";
import { agentTool } from "../agentTool";
import type { AgentHost } from "../agentTool";
import { environmentField, isoTime, tenantField, verdictOf, verdictShape } from "../toolFields";

const planned = {
  plan: z.string().describe("Id of the plan."),
  environment: z.string(),
  preview: z.string().describe("What it will change."),
  via: z.string(),
  validUntil: z.string(),
  approve: z.string().describe("How the user approves it. You cannot."),
};

function shownPlan(plan: Plan, host: AgentHost) {
  const { id, environment, description, via, madeAt } = plan;
  return {
    plan: id,
    environment,
    preview: description,
    via,
    validUntil: isoTime(madeAt + PLAN_VALID_MS),
    approve: host.offerApproval(plan),
  };
}

export const planFixTool = agentTool({
  name: "plan_fix",
  title: "Plan a fix",
  description:
    "Prepares one fix that a diagnosis named and shows what it would change. Changes nothing: show the preview to the " +
    "user, who alone can approve it, then call apply_fix. Valid for ten minutes, once. Never for production. Not for " +
    "fixes in code, at AWS or at Solapi: tell the user those.",
  hints: { readOnlyHint: true, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  input: z.strictObject({
    environment: environmentField,
    fix: z.enum(plannedFixes),
    tenant: tenantField,
    number: z.string().max(20).optional().describe("For set-sender: a number registered at Solapi, named by the user."),
    cause: z.string().max(60).optional().describe("For clear-fault: which; all without it."),
  }),
  output: z.object(planned),
  run: ({ environment, ...wanted }, host, signal) =>
    host.onEnvironment(environment, async (opened) =>
      shownPlan(await planFix(opened, wanted, host.plans, host.context(signal)), host),
    ),
});

export const applyFixTool = agentTool({
  name: "apply_fix",
  title: "Apply an approved fix",
  description:
    "Carries out a plan of plan_fix that the user has approved, exactly as previewed, once. Refused without approval. " +
    "Afterwards call diagnose or layers: it is fixed only if they say so. Not for anything that was not planned.",
  hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  input: z.strictObject({ plan: z.string().max(40).describe("Id from plan_fix.") }),
  output: z.object({ done: z.string(), environment: z.string(), next: z.string() }),
  async run({ plan: id }, host, signal) {
    const open: AgentHost["onEnvironment"] = (name, run) => host.onEnvironment(name, run);
    const { description, environment } = await applyFix(id, host.plans, open, host.context(signal));
    return { done: description, environment, next: "Call diagnose or layers to see whether it is fixed." };
  },
});

export const sendTestTool = agentTool({
  name: "send_test",
  title: "Send a test message",
  description:
    "Sends one test message and follows it through the layers. The first call only plans it: show the preview to the " +
    "user, who alone can approve it, then call again with the plan's id. On the local stack no phone rings; elsewhere it " +
    "reaches allowed recipients only. Never for production, never to reach somebody: real messages are not sent here.",
  hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  input: z.strictObject({
    environment: environmentField,
    plan: z.string().max(40).optional().describe("Of the first call, once approved; leave out all else."),
    student: z.int().min(1).optional().describe("Id of a student; 1 by default. Through the API."),
    number: z.string().max(20).optional().describe("In place of a student: an allowed recipient. Starts at the queue."),
    send_to: z.enum(["parent", "student"]).default("parent"),
    mode: z.enum(["sms", "alimtalk", "both"]).default("sms"),
    text: z.string().min(1).max(2_000).default("테스트"),
    tenant: tenantField,
  }),
  output: z.object({
    ...z.object(planned).partial().shape,
    id: z.string().optional().describe("Of the message that was sent."),
    verdict: z.object(verdictShape).optional(),
  }),
  async run({ environment, plan, ...asked }, host, signal) {
    if (plan === undefined)
      return host.onEnvironment(environment, async (opened) =>
        shownPlan(await planSend(opened, testSendOf(asked, opened.tenantCode), host.plans, host.context(signal)), host),
      );
    const open: AgentHost["onEnvironment"] = (name, run) => host.onEnvironment(name, run);
    const report = await applySend(plan, host.plans, open, host.context(signal));
    if (!report) throw new ExpectedError("not-sent", "The message was not sent", "Ask the user.");
    const [message] = report.messages;
    return { ...(message && { id: message.traceId }), verdict: verdictOf(report.diagnosis.verdict) };
  },
});

interface AskedSend {
  student?: number | undefined;
  number?: string | undefined;
  send_to: "parent" | "student";
  mode: "sms" | "alimtalk" | "both";
  text: string;
  tenant?: string | undefined;
}

function testSendOf({ student = 1, number, send_to, mode, text, tenant }: AskedSend, usual: string): TestSend {
  const tenantCode = tenant ?? usual;
  if (number !== undefined) return { tenantCode, start: "queue", message: { to: recipientOf(number), text, mode } };
  const request = { student_ids: [student], send_to, message_mode: mode, raw_body: text };
  return { tenantCode, start: "api", request };
}

function recipientOf(number: string): string {
  const digits = phoneDigits(number);
  if (digits !== undefined) return digits;
  throw new ExpectedError(
    "number-unreadable",
    "A recipient's number has 9 to 11 digits and begins with 0, for example 010-1234-5678",
    "Ask the user for the number. Never guess one.",
  );
}
