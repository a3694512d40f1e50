import * as l10n from "@vscode/l10n";
import { Document, isMap } from "yaml";
import type { Language } from "../../diagnosis/texts/language";
import { titleOfCause } from "../../diagnosis/report/findingText";
import { SAMPLE_STUDENT, SAMPLE_TENANT } from "../../runtime/faults/fault";
import { faults, inactiveFaults } from "../../runtime/faults/faultLab";
import { sendOfFault } from "../message/testSend";
import type { TestSend } from "../message/testSend";
import { localCaseOf } from "../reproduction/localCase";
import type { LocalCase, Original } from "../reproduction/localCase";
import type { WrittenScenario, WrittenSend } from "./scenarioSchema";

/** A message as the text of a scenario, without anything personal of it. */
export interface SavedScenario {
  name: string;
  text: string;
  /** What is not in it, each with its reason; the text says the same in comments. */
  missing: string[];
}

const LINE_WIDTH = 120;

/** Makes a scenario of a message that was looked at: its local case, which must come to the same verdict. */
export function savedScenarioOf(original: Original, language: Language): SavedScenario {
  const local = localCaseOf(original, inactiveFaults);
  const name = nameOf(original.verdict, language);
  const document = new Document(writtenOf(name, original.verdict, local));
  if (isMap(document.contents)) for (const { value } of document.contents.items) if (isMap(value)) value.flow = true;
  document.commentBefore = commentOf(local.missing);
  return { name, text: document.toString({ lineWidth: LINE_WIDTH }), missing: local.missing };
}

function nameOf({ outcome, cause }: Original["verdict"], language: Language): string {
  if (outcome === "ok") return l10n.t("A message reaches Solapi");
  if (outcome === "unknown") return l10n.t("A message of which the cause is not known");
  return titleOfCause(cause, language) ?? cause;
}

function writtenOf(name: string, verdict: Original["verdict"], local: LocalCase): WrittenScenario {
  const { fault: id, settings } = local;
  const ofFault = faults.find((fault) => fault.id === id)?.send;
  const send = local.send.start === "api" ? sendOfFault(local.send, ofFault) : local.send;
  const written = ofFault?.via === "queue" ? undefined : sendOf(send);
  const given = {
    ...(send.tenantCode !== SAMPLE_TENANT && { tenant: send.tenantCode }),
    ...(settings.messagingSender !== undefined && { sender: settings.messagingSender }),
    ...settingsOf(settings),
    ...(id !== undefined && { fault: id }),
  };
  return {
    name,
    ...(Object.keys(given).length > 0 && { given }),
    ...(written && { send: written }),
    expect: expectationOf(verdict, local),
  };
}

/** Without what a new stack has anyway: credit, and a tenant that may send. */
function settingsOf(local: LocalCase["settings"]): Pick<NonNullable<WrittenScenario["given"]>, "settings"> {
  const { messagingIsActive, recipient, templateBody, workerVariables } = local;
  const settings = {
    ...(messagingIsActive === false && { active: false }),
    ...(recipient !== undefined && { recipient }),
    ...(templateBody !== undefined && { template: templateBody }),
    ...(workerVariables && { variables: workerVariables }),
  };
  return Object.keys(settings).length > 0 ? { settings } : {};
}

function sendOf(send: TestSend): WrittenSend | undefined {
  if ("body" in send) return { body: bodyOf(send.body) };
  if (send.start !== "api") return undefined;
  const { student_ids, send_to, message_mode, raw_body, raw_subject, template_id } = send.request;
  const isUsual = student_ids.length === 1 && student_ids[0] === SAMPLE_STUDENT;
  return {
    ...(!isUsual && { students: student_ids }),
    to: send_to === "student" ? "student" : "parent",
    mode: message_mode ?? "sms",
    ...(raw_body !== undefined && { text: raw_body }),
    ...(raw_subject !== undefined && { subject: raw_subject }),
    ...(template_id != null && { template: template_id }),
  };
}

/** A body of JSON as fields, without its trace id: each run has one of its own. */
function bodyOf(body: string): string | Record<string, never> {
  try {
    const { trace_id: _own, ...fields } = JSON.parse(body) as Record<string, never>;
    return fields;
  } catch {
    return body;
  }
}

/** Of a cause that the stack cannot set up, all that is known is that nothing else stops the message. */
function expectationOf(verdict: Original["verdict"], { fault, send }: LocalCase): WrittenScenario["expect"] {
  const { outcome, layer, cause } = verdict;
  if (outcome === "unknown") return {};
  if (outcome === "ok" || (fault === undefined && send.start === "api")) return { outcome: "ok" };
  return { outcome, layer: layer ?? "none", cause };
}

function commentOf(missing: readonly string[]): string {
  const head = l10n.t("Saved from a message. Numbers, names and texts are made up.");
  const lines =
    missing.length === 0 ? [head] : [head, l10n.t("Not in this scenario:"), ...missing.map((each) => `- ${each}`)];
  return lines.map((line) => ` ${line}`).join("\n");
}
