import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import type { MessageTrace } from "../runtime/messageTrace";
import type { SendRequest } from "../runtime/stackContract";
import type { CommandContext } from "./commandContext";
import { exitCodes } from "./exitCodes";
import type { FollowedSend } from "./messageFollower";
import { sendAndFollow } from "./messageFollower";
import { withStack } from "./stackSession";
import { layerLines, reachedProvider } from "../runtime/layerLines";
import { answerLine, renderLayerLines } from "./traceLines";

/** A message that took longer than this has met something; the stack's own time-outs are shorter. */
const FOLLOW_MS = 15_000;

interface SendOptions {
  tenant: string;
  student: number[];
  to: "student" | "parent";
  mode: "sms" | "alimtalk" | "both";
  text?: string;
  subject?: string;
  template?: number;
}

export function addSendCommand(program: Command, context: CommandContext): void {
  program
    .command("send")
    .description("send a test message through the four layers and follow it")
    .requiredOption("--tenant <code>", "tenant code, as in X-Tenant-Code")
    .requiredOption("--student <ids>", "student ids, separated by commas", idList)
    .addOption(new Option("--to <who>", "whose number").choices(["student", "parent"]).default("parent"))
    .addOption(new Option("--mode <mode>", "message mode").choices(["sms", "alimtalk", "both"]).default("sms"))
    .option("--text <text>", "body of the message")
    .option("--subject <text>", "put before the body, with a newline")
    .option("--template <id>", "template id instead of, or for, the text", wholeNumber)
    .action((options: SendOptions) =>
      context.run(async ({ output, stack }) => {
        const sent = await withStack(stack, (client) =>
          sendAndFollow(client, options.tenant, toRequest(options), FOLLOW_MS),
        );
        const reached = didReach(sent);
        output.json({ version: 1, reached, answer: sent.answer, traces: sent.traces });
        for (const text of describeSend(options, sent)) output.line(text);
        if (reached) return exitCodes.ok;
        return sent.settled ? exitCodes.stopped : exitCodes.unknown;
      }),
    );
}

export const didReach = ({ answer, traces }: FollowedSend): boolean =>
  answer.traceIds.length > 0 && traces.every((trace) => reachedProvider(layerLines(trace)));

/** The whole send as text: a head line, then each message's layers. */
export function describeSend(options: Pick<SendOptions, "tenant" | "mode" | "text">, sent: FollowedSend): string[] {
  const { answer, traces } = sent;
  if (answer.traceIds.length === 0) {
    const lines = traces[0]
      ? renderLayerLines(layerLines(traces[0]))
      : [`  ${pc.red("✖")} API     ${answerLine(answer)}`];
    return [l10n.t("Test message for {0}", options.tenant), "", ...lines, "", `  ${answerLine(answer)}`];
  }
  return traces.flatMap((trace) => [
    headLine(options, trace),
    "",
    ...renderLayerLines(layerLines(trace)),
    "",
    ...endLines(trace),
    "",
  ]);
}

function headLine({ tenant, mode, text }: Pick<SendOptions, "tenant" | "mode" | "text">, trace: MessageTrace): string {
  const what = text === undefined ? mode : `${mode.toUpperCase()} "${[...text].slice(0, 30).join("")}"`;
  return l10n.t("Test message {0}  {1} → {2}  {3}", trace.traceId, tenant, trace.to ?? "?", what);
}

function endLines(trace: MessageTrace): string[] {
  const row = trace.events.findLast((event) => event.type === "worker.logged");
  const log =
    row?.type === "worker.logged"
      ? row.details.success
        ? l10n.t("NotificationLog #{0}: success.", row.details.notificationLogId)
        : l10n.t("NotificationLog #{0}: {1}", row.details.notificationLogId, row.details.failureReason)
      : l10n.t("No NotificationLog row was written.");
  if (!reachedProvider(layerLines(trace))) return [`  ${l10n.t("Did not reach the provider.")} ${log}`];
  const accepted = trace.events.findLast((event) => event.type === "provider.accepted");
  const api = trace.events.find((event) => event.type === "api.accepted");
  const startedAt = api?.type === "api.accepted" ? api.at - api.details.elapsedMs : trace.startedAt;
  const ms = Math.round((accepted?.at ?? trace.updatedAt) - startedAt);
  return [`  ${l10n.t("Reached the provider in {0} ms.", ms)} ${log}`];
}

function toRequest({ student, to, mode, text, subject, template }: SendOptions): SendRequest {
  return {
    student_ids: student,
    send_to: to,
    message_mode: mode,
    ...(text !== undefined && { raw_body: text }),
    ...(subject !== undefined && { raw_subject: subject }),
    ...(template !== undefined && { template_id: template }),
  };
}

function wholeNumber(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError("a whole number is needed.");
  return Number(value);
}

const idList = (value: string): number[] => value.split(",").map((part) => wholeNumber(part.trim()));
