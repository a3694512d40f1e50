import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { CommandMap } from "../../host/commandIds";
import { LOCAL } from "../../targets/environment";
import type { SendMemory } from "../../window/messages/sendMemory";
import { presetIn, withPreset } from "../../window/messages/testMessage";
import type { CommandContext } from "../context";
import { chooseMessage } from "./messagePick";
import { fillSendForm } from "./sendForm";
import type { TestSender } from "./testSender";

export function getMessageCommands(context: CommandContext, memory: SendMemory, sender: TestSender): CommandMap {
  return {
    "messaging.message.send": async (preset) => {
      const environment = await context.environment.open();
      const last = withPreset(memory.last(environment), preset);
      // Any extension can run this command: a real environment always shows the form first.
      const isComplete =
        environment.name === LOCAL && (preset as { isComplete?: unknown } | undefined)?.isComplete === true;
      const send = isComplete ? last : await fillSendForm(environment, last, context.knowledge());
      return send && sender.send(send, { isOnce: presetIn(preset) !== undefined, filledFor: environment.name });
    },
    "messaging.message.sendAgain": async (argument) => {
      const trace = await chooseMessage(context.messages, argument, l10n.t("Choose a message to send again"));
      if (!trace) return undefined;
      const last = memory.of(trace.traceId);
      if (last) {
        const environment = await context.environment.open();
        const send = environment.name === LOCAL ? last : await fillSendForm(environment, last, context.knowledge());
        return send && sender.send(send, { isOnce: true, filledFor: environment.name });
      }
      throw new ExpectedError(
        "not-ours",
        l10n.t("Message {0} was not sent from this window, so its text is unknown", trace.traceId),
        l10n.t("Use Send Test Message."),
      );
    },
  };
}
