import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import { sendMessages } from "../../operations/message/sendMessages";
import { SAMPLE_TENANT } from "../../runtime/faults/fault";
import type { SendRequest } from "../../runtime/control/stackContract";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import type { CliContext } from "../cliContext";
import { exitCodes } from "../exitCodes";
import { interruption, withStackOf } from "../stack/stackSession";
import { operationOf } from "../terminalInteraction";
import { describeSend, exitCodeOfSend, sendJson } from "./sendText";
import { studentIds, wholeNumber } from "./studentIds";

interface SendOptions {
  tenant: string;
  student: number[];
  to: "student" | "parent";
  mode: "sms" | "alimtalk" | "both";
  text?: string;
  subject?: string;
  template?: number;
}

export function addSendCommand(program: Command, context: CliContext): void {
  program
    .command("send")
    .description("send a test message through the four layers and follow it")
    .option("--tenant <code>", "tenant code, as in X-Tenant-Code", SAMPLE_TENANT)
    .requiredOption("--student <ids>", "student ids, separated by commas", (value) =>
      studentIds(value, InvalidArgumentError),
    )
    .addOption(new Option("--to <who>", "whose number").choices(["student", "parent"]).default("parent"))
    .addOption(new Option("--mode <mode>", "message mode").choices(["sms", "alimtalk", "both"]).default("sms"))
    .option("--text <text>", "body of the message")
    .option("--subject <text>", "put before the body, with a newline")
    .option("--template <id>", "template id instead of, or for, the text", (value) =>
      wholeNumber(value, InvalidArgumentError),
    )
    .action((options: SendOptions) =>
      context.run(async ({ output, stack }) => {
        const { tenant: tenantCode } = options;
        const send = { tenantCode, start: "api" as const, request: toRequest(options) };
        const report = await withStackOf(stack, (client) =>
          sendMessages(createLocalEnvironment(client), send, operationOf(stack, {}, interruption())),
        );
        if (!report) return exitCodes.stopped;
        output.json(sendJson(report));
        for (const text of describeSend(options, report)) output.line(text);
        return exitCodeOfSend(report);
      }),
    );
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
