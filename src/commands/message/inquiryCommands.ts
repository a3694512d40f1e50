import * as l10n from "@vscode/l10n";
import { messageOf } from "../../common/errors";
import { machineTimeZone } from "../../common/timeZone";
import type { CommandMap } from "../../host/commandIds";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";
import { inquiryDocument } from "./inquiryDocument";

const LISTED = 200;

export function getInquiryCommands(context: CommandContext, documents: Documents): CommandMap {
  const read = (phrase: string) =>
    context.operations().readInquiry(phrase, { now: Date.now(), zone: machineTimeZone() });
  return {
    /** Returns how many messages were found; undefined if the user cancels. */
    "messaging.message.find": async (phrase) => {
      const asked =
        typeof phrase === "string"
          ? phrase
          : await context.interaction.ask({
              title: l10n.t("Find Messages"),
              prompt: l10n.t(
                "A number or its last digits, a student, a time, a cause or an id, separated by commas: {0}",
                "010-1234-5678, 어제 18시 ~ 19시",
              ),
              value: l10n.t("today"),
              check: (value) => problemOf(() => read(value)),
            });
      if (asked === undefined) return undefined;
      const filter = read(asked);
      const { findMessages, resultOf } = context.operations();
      const found = await context.perform(l10n.t("Find Messages"), (environment, operation) =>
        findMessages(environment, filter, LISTED, operation),
      );
      await documents.open("messages.md", inquiryDocument(asked, found, resultOf(found)));
      return found.total;
    },
  };
}

function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
