import * as l10n from "@vscode/l10n";
import { formatDuration } from "../common/durations";
import { maskFields, maskNumber, maskText } from "../common/masking";
import { payloadOf, variablesOf } from "../runtime/holds/heldBody";
import type { HeldMessage, HoldEdits } from "../runtime/holds/holdMessages";
import { isBeforeCall } from "../runtime/holds/holdPoint";
import { meaningOf } from "../runtime/provider/statusCodes";
import { quoted, typedText } from "./shownValue";
import { nodeOf, textNode } from "./variableNodes";
import type { VariableNode } from "./variableNodes";

export interface HeldScope {
  name: string;
  nodes: readonly VariableNode[];
}

type Edit = (edits: HoldEdits) => Promise<HeldMessage>;

/** The scopes of a held message. All but what can be edited is masked; a new recipient is typed in full. */
export function heldScopes(held: HeldMessage, language: "en" | "ko", edit: Edit): HeldScope[] {
  return [
    { name: l10n.t("Message"), nodes: messageNodes(held, edit) },
    { name: l10n.t("Sender"), nodes: senderNodes(held, edit) },
    { name: l10n.t("Queue"), nodes: queueNodes(held) },
    { name: l10n.t("Tenant"), nodes: tenantNodes(held) },
    { name: "Solapi", nodes: providerNodes(held, language) },
  ];
}

function messageNodes(held: HeldMessage, edit: Edit): VariableNode[] {
  const payload = payloadOf(held.body);
  if (Object.keys(payload).length === 0) return maskedNode("body", held.body);
  const text = (name: string) => (typeof payload[name] === "string" ? payload[name] : undefined);
  const settable = isBeforeCall(held.point);
  const templateVariables = Object.entries(variablesOf(payload));
  return [
    {
      name: "to",
      value: quoted(maskNumber(text("to") ?? "")),
      ...(settable && { set: (value) => setRecipient(value, edit) }),
    },
    {
      name: "text",
      value: quoted(text("text") ?? ""),
      ...(settable && { set: (value) => setText("text", value, edit) }),
    },
    ...maskedNode("message_mode", text("message_mode")),
    ...maskedNode("template_id", text("template_id")),
    ...(templateVariables.length > 0
      ? [
          {
            name: "variables",
            value: `[${templateVariables.length}]`,
            children: templateVariables.map(([name, value]) => ({
              name,
              value: quoted(value),
              ...(settable && { set: (typed: string) => setVariable(name, typed, edit) }),
            })),
          },
        ]
      : []),
    ...maskedNode("created_at", text("created_at")),
    ...textNode("trace_id", held.traceId),
    ...(held.refusal === undefined ? [] : maskedNode(l10n.t("refused because"), held.refusal)),
  ];
}

function senderNodes(held: HeldMessage, edit: Edit): VariableNode[] {
  const own = payloadOf(held.body)["sender"];
  const used = held.sender;
  return [
    ...(used ? [{ name: l10n.t("used"), value: `${quoted(used.number)} (${used.source})` }] : []),
    {
      name: "sender",
      value: quoted(typeof own === "string" ? own : ""),
      ...(isBeforeCall(held.point) && { set: (value: string) => setText("sender", value, edit) }),
    },
    ...(held.candidates ?? []).map(({ source, number }, index) => ({
      name: `${index + 1}. ${source}`,
      value: number === "" ? l10n.t("(empty)") : quoted(number),
    })),
  ];
}

const maskedNode = (name: string, value: string | undefined): VariableNode[] =>
  textNode(name, value === undefined ? undefined : maskText(value));

const queueNodes = (held: HeldMessage): VariableNode[] => [
  { name: "attempt", value: String(held.attempt) },
  ...textNode(l10n.t("held since"), new Date(held.heldAt).toISOString()),
  { name: l10n.t("clock"), value: clockText(held) },
  ...textNode("message_id", held.messageId),
  ...textNode("receipt_handle", held.receiptHandle),
  ...textNode(l10n.t("sent at"), held.sentAt === undefined ? undefined : new Date(held.sentAt).toISOString()),
  ...textNode(l10n.t("held by"), held.participant),
];

/** How its time stands still. */
export function clockText({ visibleForMs }: HeldMessage): string {
  if (visibleForMs === undefined) return l10n.t("stands still");
  return l10n.t("stands still, {0} of the visibility timeout left", formatDuration(visibleForMs));
}

const tenantNodes = ({ tenant, body }: HeldMessage): VariableNode[] =>
  tenant
    ? Object.entries(tenant).map(([name, value]) => nodeOf(name, value))
    : [nodeOf("tenant_id", maskFields({ tenant_id: payloadOf(body)["tenant_id"] ?? "" }, maskText)["tenant_id"])];

function providerNodes({ request, answer }: HeldMessage, language: "en" | "ko"): VariableNode[] {
  const meaning = answer && answer.code !== "" ? meaningOf(answer.code)[language] : "";
  return [
    ...(request === undefined ? [] : [nodeOf("request", maskedRequest(request))]),
    ...(answer ? [nodeOf("answer", maskFields({ ...answer, ...(meaning !== "" && { meaning }) }, maskText))] : []),
  ];
}

/** What a person edits, and the academy's own number. All else of a message is masked. */
const OPEN_FIELDS = new Set(["text", "subject", "from", "sender", "alimtalk_replacements", "kakaoOptions"]);

/** A payload, or what goes to the provider. */
export function maskedRequest(request: string): Record<string, unknown> {
  const { to, ...fields } = payloadOf(request);
  const open = Object.entries(fields).filter(([name]) => OPEN_FIELDS.has(name));
  return {
    to: maskNumber(typeof to === "string" ? to : ""),
    ...maskFields(fields, maskText),
    ...Object.fromEntries(open),
  };
}

async function setText(field: "text" | "sender", value: string, edit: Edit): Promise<string> {
  const typed = typedText(value);
  await edit({ [field]: typed });
  return quoted(typed);
}

async function setVariable(name: string, value: string, edit: Edit): Promise<string> {
  const typed = typedText(value);
  await edit({ variables: { [name]: typed } });
  return quoted(typed);
}

/** A masked number is what was shown: nothing was typed. */
async function setRecipient(value: string, edit: Edit): Promise<string> {
  const to = typedText(value);
  if (to.includes("*")) throw new Error(l10n.t("Type the whole number; the one that is shown is masked"));
  await edit({ to });
  return quoted(maskNumber(to));
}
