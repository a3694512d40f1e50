import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import type { SendRequest } from "../../runtime/control/stackContract";
import type { CliContext } from "../cliContext";
import { withStack } from "../stack/stackSession";
import { describeSend, exitCodeOfSend, sendJson, sendAndDescribe } from "./sentMessages";

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
    .requiredOption("--tenant <code>", "tenant code, as in X-Tenant-Code")
    .requiredOption("--student <ids>", "student ids, separated by commas", idList)
    .addOption(new Option("--to <who>", "whose number").choices(["student", "parent"]).default("parent"))
    .addOption(new Option("--mode <mode>", "message mode").choices(["sms", "alimtalk", "both"]).default("sms"))
    .option("--text <text>", "body of the message")
    .option("--subject <text>", "put before the body, with a newline")
    .option("--template <id>", "template id instead of, or for, the text", wholeNumber)
    .action((options: SendOptions) =>
      context.run(async ({ output, stack }) => {
        const send = await withStack(stack, (client) =>
          sendAndDescribe(client, stack, options.tenant, toRequest(options)),
        );
        output.json(sendJson(send));
        for (const text of describeSend(options, send)) output.line(text);
        return exitCodeOfSend(send);
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

function wholeNumber(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError("a whole number is needed.");
  return Number(value);
}

const idList = (value: string): number[] => value.split(",").map((part) => wholeNumber(part.trim()));
