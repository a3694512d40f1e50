import * as l10n from "@vscode/l10n";
import { messagesText, studentsText } from "../../common/text/counts";
import { maskNumber } from "../../common/masking";
import type { ProviderMessage } from "../../diagnosis/evidence";
import type { CaseSettings, FaultSummary, ImportResult, NewStudent } from "../../runtime/control/stackContract";
import type { ApiAnswer, SendRequest, TenantSummary } from "../../runtime/control/stackContract";
import type { HeldMessage, HoldEdits, HoldOrder, HoldRule } from "../../runtime/holds/holdMessages";
import type { Environment, QueueMessage } from "../environment";
import type { SandboxMessage } from "../writers";

export const writeKinds = [
  "set-sender",
  "send",
  "enqueue",
  "resend",
  "hand-to-worker",
  "send-to-sandbox",
  "receive",
  "redrive",
  "create-queue",
  "start-worker",
  "stop-worker",
  "restart-worker",
  "set-worker-aside",
  "inject-fault",
  "set-up-case",
  "clear-faults",
  "import-students",
  "set-hold-rules",
  "edit-held",
  "release-held",
  "stop-stack",
] as const;

export type WriteKind = (typeof writeKinds)[number];

/** A requested action that changes an environment, costs money or rings a phone. */
export type Write =
  /** `undoes`: audit log id of the change that this one undoes. */
  | { kind: "set-sender"; tenantCode: string; before: string; after: string; undoes?: string }
  | { kind: "send"; tenantCode: string; request: SendRequest }
  | { kind: "enqueue"; tenantCode: string; body: string }
  /** Messages of the local stack once more, each under a new trace id. */
  | { kind: "resend"; tenantCode: string; bodies: readonly string[] }
  /** Past API and queue, to the worker of the local stack. */
  | { kind: "hand-to-worker"; tenantCode: string; body: string }
  /** Past API, queue and worker, to the sandbox of the local stack. */
  | { kind: "send-to-sandbox"; tenantCode: string; message: SandboxMessage }
  | { kind: "receive"; limit: number; from: "queue" | "dead-letter queue" }
  /** `only`: ids of the messages that the user reviewed; no other is moved. */
  | { kind: "redrive"; limit: number; only?: readonly string[] }
  | { kind: "create-queue" }
  | { kind: "start-worker" }
  | { kind: "stop-worker" }
  | { kind: "restart-worker" }
  | { kind: "set-worker-aside" }
  | { kind: "inject-fault"; cause: string }
  /** Values of the sample tenant, student and template of the local stack, and of its worker's variables. */
  | { kind: "set-up-case"; settings: CaseSettings }
  /** Without a cause: all causes. */
  | { kind: "clear-faults"; cause?: string }
  | { kind: "import-students"; tenantCode: string; students: readonly NewStudent[] }
  /** Where the attached debugger holds messages from now on. */
  | { kind: "set-hold-rules"; rules: readonly HoldRule[] }
  /** `body`: what becomes of the held payload, whose recipient is proven. */
  | { kind: "edit-held"; tenantCode: string; id: string; edits: HoldEdits; body: string }
  | { kind: "release-held"; tenantCode: string; id: string; order: HoldOrder }
  | { kind: "stop-stack" };

export type WriteOf<K extends WriteKind> = Extract<Write, { kind: K }>;

/** What each write resolves with. */
export interface WriteResults {
  "set-sender": TenantSummary;
  send: ApiAnswer;
  enqueue: { messageId: string };
  /** How many were put on the queue. */
  resend: number;
  "hand-to-worker": void;
  /** The sandbox's record of the message. */
  "send-to-sandbox": ProviderMessage;
  receive: QueueMessage[];
  /** Number of messages moved back to the queue. */
  redrive: number;
  "create-queue": void;
  "start-worker": void;
  "stop-worker": void;
  "restart-worker": void;
  /** Brings the worker back. */
  "set-worker-aside": () => Promise<void>;
  "inject-fault": FaultSummary;
  "set-up-case": void;
  /** Ids of the faults that were active. */
  "clear-faults": string[];
  "import-students": ImportResult;
  /** What is wrong with each rule; null: nothing. */
  "set-hold-rules": (string | null)[];
  /** The message as it is held now. */
  "edit-held": HeldMessage;
  "release-held": void;
  "stop-stack": void;
}

/** Shown to the user before the write, and kept in the audit log. */
export interface Preview {
  description: string;
  /** The access used. */
  via: string;
}

/**
 * "hakwonplus.messaging_sender  (empty) → 0212345678", via "Django helper (academy, Postgres)".
 * @param recipients digits, for a test send whose recipients were looked up
 */
export function previewOf(
  { api, queue, worker, tenants, provider }: Environment,
  write: Write,
  recipients: readonly string[] = [],
): Preview {
  const to = recipients.map(maskNumber).join(", ");
  const viaQueue = queue ? "SQS" : "";
  switch (write.kind) {
    case "set-sender": {
      const { tenantCode, before, after } = write;
      const description = `${tenantCode}.messaging_sender  ${shown(before)} → ${shown(after)}`;
      return { description, via: tenants?.origin ?? "" };
    }
    case "send": {
      const { length } = write.request.student_ids;
      const who = to || studentsText(length);
      return { description: l10n.t("Test message of {0} to {1}", write.tenantCode, who), via: api?.url ?? "" };
    }
    case "enqueue":
      return {
        description: l10n.t("One message on the queue, to {0}", to || l10n.t("the recipient in it")),
        via: viaQueue,
      };
    case "resend":
      return { description: l10n.t("Send {0} again", messagesText(write.bodies.length)), via: viaQueue };
    case "hand-to-worker":
      return { description: l10n.t("One message to the worker, past the queue"), via: worker?.origin ?? "" };
    case "send-to-sandbox":
      return {
        description: l10n.t("One message to the sandbox, to {0}", maskNumber(write.message.to)),
        via: provider?.url ?? "",
      };
    case "receive":
      return {
        description: l10n.t(
          "Receive up to {0} messages from the {1}. Their receive counts go up.",
          write.limit,
          write.from,
        ),
        via: viaQueue,
      };
    case "redrive":
      return {
        description: l10n.t("Redrive {0} from the dead-letter queue", write.only?.length ?? write.limit),
        via: viaQueue,
      };
    case "create-queue":
      return { description: l10n.t("Create the queue and its dead-letter queue"), via: viaQueue };
    case "start-worker":
      return { description: l10n.t("Start the worker"), via: worker?.origin ?? "" };
    case "stop-worker":
      return { description: l10n.t("Stop the worker"), via: worker?.origin ?? "" };
    case "restart-worker":
      return { description: l10n.t("Restart the worker"), via: worker?.origin ?? "" };
    case "set-worker-aside":
      return { description: l10n.t("Stop the worker for one of your own"), via: worker?.origin ?? "" };
    case "inject-fault":
      return { description: l10n.t("Set a fault: {0}", write.cause), via: "" };
    case "set-up-case": {
      const names = Object.keys(write.settings).join(", ");
      return { description: l10n.t("Set up a case in the local stack: {0}", names), via: "" };
    }
    case "clear-faults":
      return { description: l10n.t("Clear faults: {0}", write.cause ?? l10n.t("all")), via: "" };
    case "import-students":
      return {
        description: l10n.t("Import {0} of {1}", studentsText(write.students.length), write.tenantCode),
        via: "",
      };
    case "set-hold-rules": {
      const points = [...new Set(write.rules.map(({ point }) => point))].join(", ");
      const description = points ? l10n.t("Hold messages at {0}", points) : l10n.t("Hold messages nowhere");
      return { description, via: "" };
    }
    case "edit-held":
      return { description: l10n.t("Change a held message: {0}", Object.keys(write.edits).join(", ")), via: "" };
    case "release-held":
      return { description: releasedAs(write.order), via: "" };
    case "stop-stack":
      return { description: l10n.t("Stop the local stack"), via: "" };
  }
}

function releasedAs(order: HoldOrder): string {
  switch (order.kind) {
    case "continue":
      return l10n.t("Let a held message go on");
    case "step":
      return l10n.t("Let a held message go on to its next point");
    case "drop":
      return l10n.t("Move a held message to the dead-letter queue");
    case "answer":
      return l10n.t("Answer {0} to a held message in Solapi's place", order.code);
  }
}

const shown = (sender: string) => sender || l10n.t("(empty)");
