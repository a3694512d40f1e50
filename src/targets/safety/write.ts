import * as l10n from "@vscode/l10n";
import { maskNumber } from "../../common/masking";
import type { Environment } from "../environment";

export const writeKinds = [
  "set-sender",
  "send",
  "enqueue",
  "receive",
  "redrive",
  "start-worker",
  "restart-worker",
] as const;

/** Something that changes an environment or rings a phone, before it is done. */
export type Write =
  | { kind: "set-sender"; tenantCode: string; before: string; after: string }
  | { kind: "send"; tenantCode: string; recipients: readonly string[]; students: number }
  | { kind: "enqueue"; recipients: readonly string[] }
  | { kind: "receive"; limit: number; from: "queue" | "dead-letter queue" }
  | { kind: "redrive"; limit: number }
  | { kind: "start-worker" }
  | { kind: "restart-worker" };

/** What a person is shown before it happens, and what the audit log keeps. */
export interface Preview {
  description: string;
  /** By which way it is done. */
  via: string;
}

/** "hakwonplus.messaging_sender  (empty) → 0212345678", via "Django helper (academy, Postgres)". */
export function previewOf({ api, queue, worker, tenants }: Environment, write: Write): Preview {
  switch (write.kind) {
    case "set-sender": {
      const { tenantCode, before, after } = write;
      const description = `${tenantCode}.messaging_sender  ${shown(before)} → ${shown(after)}`;
      return { description, via: tenants?.origin ?? "" };
    }
    case "send": {
      const to = write.recipients.map(maskNumber).join(", ");
      const who = to || l10n.t("{0} students", write.students);
      return { description: l10n.t("Test message of {0} to {1}", write.tenantCode, who), via: api?.url ?? "" };
    }
    case "enqueue": {
      const to = write.recipients.map(maskNumber).join(", ") || l10n.t("the recipient in it");
      return { description: l10n.t("One message on the queue, to {0}", to), via: queueVia(queue) };
    }
    case "receive":
      return {
        description: l10n.t(
          "Receive up to {0} messages of the {1}: raises their receive counts",
          write.limit,
          write.from,
        ),
        via: queueVia(queue),
      };
    case "redrive":
      return {
        description: l10n.t(
          "Move up to {0} dead messages back: the worker sends them to their recipients",
          write.limit,
        ),
        via: queueVia(queue),
      };
    case "start-worker":
      return { description: l10n.t("Start the worker"), via: worker?.origin ?? "" };
    case "restart-worker":
      return { description: l10n.t("Restart the worker"), via: worker?.origin ?? "" };
  }
}

const queueVia = (queue: Environment["queue"]) => (queue ? "SQS" : "");
const shown = (sender: string) => sender || l10n.t("(empty)");
