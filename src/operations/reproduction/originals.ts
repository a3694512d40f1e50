import { existsSync } from "node:fs";
import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { maskStart } from "../../common/masking";
import { diagnose } from "../../diagnosis/verdict";
import type { Evidence } from "../../diagnosis/evidence";
import type { Environment } from "../../targets/environment";
import { evidenceOfArchived } from "../../targets/evidence/archivedEvidence";
import { diagnoseFiles } from "../diagnosis/diagnoseFiles";
import { readGivenText } from "../diagnosis/givenFile";
import { archivePages } from "../inquiry/archive/archivePages";
import { MessageFates } from "../inquiry/archive/messageFates";
import { backendMessages } from "../inquiry/backend/backendMessages";
import type { OperationContext } from "../operation";
import { receiveMessages } from "../queue/peekQueue";
import type { Original } from "./localCase";
import { payloadIn } from "./madeUpBody";

/**
 * The original in a file: a bundle of evidence, or a message as a queue has it, alone or as SQS hands it out.
 * Errors: `evidence-unreadable`.
 */
export async function originalIn(
  file: string,
  context: Pick<OperationContext, "language" | "workspace">,
): Promise<Original> {
  const text = await readGivenText(file);
  const body = bodyIn(text);
  if (body !== undefined) return messageAlone(body, context.language);
  const { evidence, diagnosis } = await diagnoseFiles({ bundle: text }, context);
  return { evidence, verdict: diagnosis.verdict };
}

/**
 * The message with this id: of the local stack by trace id, message id or Solapi's id; of a backend by row, by Solapi's
 * id, or by message id in the dead-letter queue, which the user is asked to look into. Errors: `message-not-found`,
 * those of the environment. Undefined: the user cancelled.
 */
export async function originalOf(
  environment: Environment,
  id: string,
  context: OperationContext,
): Promise<Original | undefined> {
  const { archive, queue } = environment;
  if (archive) {
    for await (const { messages } of archivePages(archive, { id }, context.signal)) {
      const [message] = messages;
      if (!message) continue;
      const verdict = await new MessageFates(environment, context).of(message);
      const { body } = message;
      return { evidence: evidenceOfArchived(message), verdict, ...(body !== undefined && { body }) };
    }
    throw notFound(id);
  }
  for await (const [found] of backendMessages(environment, { id }, context))
    if (found) return { evidence: (await found.grounds()).evidence, verdict: found.fate };
  if (!queue) throw notFound(id);
  const dead = await receiveMessages(environment, "dead-letter queue", context);
  if (!dead) return undefined;
  const message = dead.find(({ messageId }) => messageId === id);
  if (!message) throw notFound(id);
  return messageAlone(message.body, context.language);
}

/** The original in a file of that name, else the message with that id. Errors: those of the two. */
export const originalFrom = async (
  environment: Environment,
  source: string,
  context: OperationContext,
): Promise<Original | undefined> =>
  existsSync(source) ? originalIn(source, context) : originalOf(environment, source, context);

/** Of a message that nothing else is known of, only its own shape can be brought home. */
function messageAlone(body: string, language: OperationContext["language"]): Original {
  const mode = payloadIn(body)?.message_mode;
  const evidence: Evidence = { version: 1, ...(mode !== undefined && { request: { message_mode: mode } }) };
  return { evidence, verdict: diagnose(evidence, { language }).verdict, body };
}

/** The body of a queue's message; undefined if the text is anything else. */
function bodyIn(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { body, Body = body } = value as { body?: unknown; Body?: unknown };
  if (typeof Body === "string") return Body;
  return "to" in value && "text" in value ? text : undefined;
}

const notFound = (id: string) =>
  new ExpectedError(
    "message-not-found",
    l10n.t("No message, row or dead message is known by {0}", maskStart(id, 100)),
    l10n.t("Find its id: {0}", "messaging messages"),
  );
