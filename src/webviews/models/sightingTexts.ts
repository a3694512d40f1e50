import * as l10n from "@vscode/l10n";
import { maskText } from "../../common/masking";
import { layerOfSighting } from "../../runtime/message/sighting";
import type { Sighting } from "../../runtime/message/sighting";
import type { FactView } from "../protocol";
import type { StepText } from "../../runtime/message/stepTexts";

const fact = (label: string, value: string | number): FactView => ({ label, value: maskText(String(value)) });
const known = (label: string, value: string): FactView[] => (value === "" ? [] : [{ label, value }]);

/** Title and text of a sighting, for what no event reports, in the reader's language. */
export const tellSighting = (sighting: Sighting): StepText => ({
  ...telling(sighting),
  layer: layerOfSighting(sighting),
});

function telling(sighting: Sighting): Omit<StepText, "layer"> {
  switch (sighting.kind) {
    case "answer": {
      const { status, detail, requestId } = sighting;
      const isGood = status < 300;
      return {
        tone: isGood ? "good" : "bad",
        title: isGood ? l10n.t("The API answered {0}", status) : l10n.t("The API refused it with {0}", status),
        facts: [fact(l10n.t("Answer"), detail), ...known(l10n.t("Request"), requestId)],
      };
    }
    case "silence":
      return {
        tone: "bad",
        title: l10n.t("The API did not answer"),
        facts: [...known(l10n.t("Code"), sighting.code), fact(l10n.t("Answer"), sighting.message)],
      };
    case "put":
      return {
        tone: "neutral",
        title: l10n.t("Put on the queue"),
        facts: [...known(l10n.t("Queue"), sighting.queueName), ...known("MessageId", sighting.messageId)],
      };
    case "row":
      return {
        tone: sighting.success === true ? "good" : "bad",
        title: l10n.t("NotificationLog row #{0}", sighting.id),
        facts: rowFacts(sighting),
      };
    case "record": {
      const { code, message, type, groupId, messageId } = sighting;
      return {
        tone: isAcceptedCode(code) ? "good" : "bad",
        title: l10n.t("Solapi's record says {0}", code || "?"),
        facts: [
          ...(message === "" ? [] : [fact(l10n.t("Answer"), message)]),
          ...known(l10n.t("Type"), type),
          ...known(l10n.t("Group"), groupId),
          ...known(l10n.t("Message"), messageId),
        ],
      };
    }
  }
}

/** On its way, or delivered. */
const isAcceptedCode = (code: string) => /^[234]000$/.test(code);

export const rowFacts = ({ success, failureReason }: Extract<Sighting, { kind: "row" }>): FactView[] => [
  ...(success === undefined ? [] : [{ label: "success", value: String(success) }]),
  ...(failureReason === "" ? [] : [fact("failure_reason", failureReason)]),
];
