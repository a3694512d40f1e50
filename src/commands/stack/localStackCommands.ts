import * as l10n from "@vscode/l10n";
import { bytesText } from "../../common/text/counts";
import type { InboxMessage } from "../../runtime/provider/sandbox/messages/inbox";
import { clockTime } from "../../common/clockTime";
import { inlineMarkdown } from "../../common/shown/markdown";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";
import type { CommandMap } from "../../host/commandIds";

/** What only the local stack has. */
export function getLocalStackCommands(context: CommandContext, documents: Documents): CommandMap {
  const { operations } = context;
  return {
    "messaging.environment.connect": async () => {
      const variables = await operations().connectBackend(await context.environment.open());
      const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
      const head = [
        l10n.t("Start your backend's API or worker with these variables: it then uses the local SQS and the sandbox."),
        l10n.t("The keys are the sandbox's own; they open nothing outside of this machine."),
      ];
      await documents.open("local-stack.env", [...head.map((line) => `# ${line}`), ...lines, ""].join("\n"));
      return Object.keys(variables);
    },
    "messaging.inbox.open": async () => {
      const messages = await operations().readInbox(await context.environment.open());
      const rows = [...messages].reverse().flatMap(describe);
      const body = rows.length > 0 ? rows : [l10n.t("The sandbox has sent nothing yet.")];
      await documents.open("inbox.md", [`# ${l10n.t("Sandbox inbox")}`, "", ...body].join("\n"));
      return messages.length;
    },
  };
}

/** Numbers stay in full: they are the sandbox's own test data, and no real phone received anything. */
function describe({ at, type, from, to, bytes, text, statusCode, traceId, client }: InboxMessage): string[] {
  const head = `## ${inlineMarkdown(`${clockTime(at)} · ${type} · ${from} → ${to}`)}`;
  const sentBy = client === undefined ? [] : [l10n.t("{0}, yours", client)];
  const facts = inlineMarkdown([bytesText(bytes), statusCode, ...(traceId ? [traceId] : []), ...sentBy].join(" · "));
  const quoted = text.split("\n").map((line) => `> ${inlineMarkdown(line)}`);
  return [head, "", facts, "", ...quoted, ""];
}
