import { randomBytes } from "node:crypto";
import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { withCancellableProgress } from "../../host/progress";
import { trustedFolder } from "../../host/workspace";
import type { Environment } from "../../targets/environment";
import type { LiveSend, LiveStep } from "../../targets/evidence/liveDiagnosis";
import { summaryOf } from "../../runtime/message/messageSummary";
import type { CommandContext } from "../context";
import type { SendResult } from "./sendResult";
import { toRequest } from "../../window/messages/testMessage";
import type { TestMessage } from "../../window/messages/testMessage";

/**
 * Sends a test message through a real environment, guarded, and follows it by its evidence; what was seen becomes a
 * message of this workspace. Undefined: the user gave up.
 */
export async function sendThrough(
  context: CommandContext,
  environment: Environment,
  send: TestMessage,
): Promise<SendResult | undefined> {
  const { diagnoseSend, testBody, traceOfEvidence, writeOf } = await context.diagnosis();
  const { tenantCode } = send;
  const live: LiveSend = { tenantCode, request: toRequest(send) };
  if (send.start !== "api") live.test = { via: "queue", body: await bodyOf(environment, send, testBody) };
  const target = await context.operations().requestWrite(environment, writeOf(live), context.operation());
  if (!target) return undefined;
  const workspace = trustedFolder();
  const { language } = context;
  // A real backend may take its 15 s; whoever has seen enough stops following, the message is under way in any case.
  const title = l10n.t("Test message through {0}", environment.name);
  const { evidence, diagnosis, sent, failed } = await withCancellableProgress(title, (signal, report) =>
    diagnoseSend(target, {
      language,
      signal,
      onStep: (step) => report(stepText(step)),
      ...(workspace !== undefined && { workspace }),
    }),
  );
  for (const { probe, reason } of failed) context.log.warning(`[diagnosis] ${probe} was not collected: ${reason}`);
  const known = send.start === "api" ? sent : { ...sent, recipients: [send.to] };
  const trace = traceOfEvidence(randomBytes(4).toString("hex"), known, evidence, diagnosis);
  const { traceId } = trace;
  context.messages.remember(trace, environment.name, diagnosis.verdict);
  context.findings.set({ diagnosis, traceId, tenantCode });
  const { outcome, text } = summaryOf(trace);
  return { outcome, text, trace, sent, diagnosis };
}

function stepText(step: LiveStep): string {
  switch (step) {
    case "sending":
      return l10n.t("sending");
    case "following":
      return l10n.t("following it");
    case "collecting":
      return l10n.t("collecting evidence");
  }
}

/** A body names its tenant by the number that only the tenant data know. */
async function bodyOf(
  { tenants, queue, name }: Environment,
  { start, tenantCode, to, text, mode }: TestMessage,
  testBody: (tenantId: number, to: string, text: string, mode: TestMessage["mode"]) => string,
): Promise<string> {
  if (start !== "queue" || !queue) {
    throw new ExpectedError(
      "not-offered",
      l10n.t("A test send to {0} starts at the API or at the queue", name),
      l10n.t("Choose another start."),
    );
  }
  const id = (await tenants?.record(tenantCode))?.id;
  if (id !== undefined) return testBody(id, to, text, mode);
  throw new ExpectedError(
    "not-offered",
    l10n.t("The tenant's id is not known, so no message can be put on the queue for it: {0}", tenantCode),
    l10n.t("Connect the tenant data by Django or SQL."),
  );
}
