import { INTAKE_ACCEPTED } from "../../provider";
import {
  LMS_MAX_BYTES,
  SMS_MAX_BYTES,
  SUBJECT_MAX_BYTES,
  eucKrBytes,
  notInEucKr,
  textMessageType,
} from "../../messageType";
import { meaningOf } from "../../statusCodes";
import { fitsTemplate, renderTemplate } from "./kakaoTemplates";
import { magicOf } from "../behaviour/magicNumbers";
import { scenarioNamed, type ScenarioName } from "../behaviour/scenarios";
import { prices, type SandboxMessageType, type SandboxSettings } from "../sandboxSettings";
import { isKnownType, type KakaoPart, type MessageContent } from "./storedMessage";

/** A message as submitted, before any field is checked. */
export type RawMessage = Readonly<Record<string, unknown>>;

/** The intake's result for a message. `code` 2000 means accepted. */
export interface TakenMessage {
  recipient: string;
  sender: string;
  type: string;
  code: string;
  /** The code that the carrier reports later, unless it delivers. */
  fate: string | null;
  content: MessageContent;
  scenario?: ScenarioName;
}

export interface IntakeRules {
  settings: SandboxSettings;
  /** Every Alimtalk is refused with this code. */
  refuseAlimtalk?: string | undefined;
  /** Whether the recipient is already in the group; called only for messages that are otherwise valid. */
  isDuplicate: (recipient: string) => boolean;
}

const ALIMTALK_MAX_CHARACTERS = 1_000;
const CUSTOM_FIELD_NAME_MAX = 30;
const CUSTOM_FIELD_VALUE_MAX = 100;

/** All control characters except tab, line feed and carriage return. */
const NOT_PRINTABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** Checks one message as Solapi does when it is added; the order of the checks decides which code wins. */
export function takeIn(raw: RawMessage, rules: IntakeRules): TakenMessage {
  const fields = readFields(raw);
  const magic = magicOf(fields.recipient, fields.type === "ATA");
  const scenario = magic?.kind === "scenario" ? scenarioNamed(magic.name) : undefined;
  const refuseAlimtalk = scenario?.effect.kind === "refuse-alimtalk" ? scenario.effect.code : rules.refuseAlimtalk;
  const magicCode = magic?.kind === "refuse" ? magic.code : undefined;
  const { code, fate, text } = check(fields, { ...rules, refuseAlimtalk }, magicCode);
  return {
    recipient: fields.recipient,
    sender: fields.sender,
    type: fields.type,
    code,
    fate: magic?.kind === "fail" ? magic.code : fate,
    content: {
      text,
      subject: fields.subject || null,
      bytes: eucKrBytes(text),
      country: fields.country,
      imageId: fields.imageId,
      autoTypeDetect: fields.autoTypeDetect,
      customFields: fields.customFields ?? {},
      statusMessage: meaningOf(code).ko,
      ...(fields.kakao && { kakao: fields.kakao }),
    },
    ...(scenario && scenario.effect.kind !== "refuse-alimtalk" && { scenario: scenario.name }),
  };
}

interface Fields {
  recipient: string;
  sender: string;
  text: string;
  subject: string;
  type: SandboxMessageType | string;
  country: string;
  imageId: string | null;
  autoTypeDetect: boolean;
  kakao: KakaoPart | undefined;
  /** undefined: invalid. */
  customFields: Record<string, string> | undefined;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function readFields(raw: RawMessage): Fields {
  const text = textOf(raw["text"]);
  const subject = textOf(raw["subject"]);
  const imageId = textOf(raw["imageId"]) || null;
  const kakao = readKakao(raw["kakaoOptions"], text);
  const given = textOf(raw["type"]).toUpperCase();
  const detected = kakao?.templateId ? "ATA" : kakao ? "CTA" : imageId ? "MMS" : textMessageType(text, subject);
  return {
    // Solapi accepts numbers with dashes, as its SDKs do.
    recipient: textOf(raw["to"]).replaceAll("-", ""),
    sender: textOf(raw["from"]).replaceAll("-", ""),
    text,
    subject,
    type: given || detected,
    country: textOf(raw["country"]) || "82",
    imageId,
    autoTypeDetect: raw["autoTypeDetect"] !== false,
    kakao,
    customFields: readCustomFields(raw["customFields"]),
  };
}

function readKakao(value: unknown, text: string): KakaoPart | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const options = value as Record<string, unknown>;
  const pfId = textOf(options["pfId"]);
  const templateId = textOf(options["templateId"]);
  if (!pfId && !templateId) return undefined;
  const variables = Object.entries(options["variables"] ?? {}).map(([key, each]) => [key, String(each)] as const);
  return {
    pfId,
    templateId,
    variables: Object.fromEntries(variables),
    disableSms: options["disableSms"] === true,
    fallbackText: text,
  };
}

function readCustomFields(value: unknown): Record<string, string> | undefined {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const valid = entries.every(
    ([key, each]) =>
      key.length <= CUSTOM_FIELD_NAME_MAX && typeof each === "string" && each.length <= CUSTOM_FIELD_VALUE_MAX,
  );
  return valid ? (Object.fromEntries(entries) as Record<string, string>) : undefined;
}

interface Checked {
  code: string;
  fate: string | null;
  /** The text that is sent. */
  text: string;
}

function check(fields: Fields, rules: IntakeRules, magicCode: string | undefined): Checked {
  const { type, recipient, settings } = { ...fields, settings: rules.settings };
  const refused = (code: string): Checked => ({ code, fate: null, text: fields.text });
  const price = Object.hasOwn(prices, type) ? prices[type as SandboxMessageType] : undefined;
  const formal = checkForm(fields, price === undefined);
  if (formal) return refused(formal);
  if (magicCode) return refused(magicCode);
  const content: Checked = fields.kakao ? checkAlimtalk(fields, fields.kakao, rules) : checkText(fields);
  if (content.code !== INTAKE_ACCEPTED) return content;
  if (needsSender(fields) && !isActive(fields.sender, settings)) return refused("1062");
  if (rules.isDuplicate(recipient)) return refused("1026");
  if (price! > settings.balance) return refused("1030");
  return content;
}

/** An Alimtalk is sent under its channel and needs a number only for the SMS that replaces it. */
const needsSender = ({ kakao }: Fields): boolean => kakao?.disableSms !== true;

const isActive = (sender: string, { senders }: SandboxSettings): boolean =>
  senders.some(({ phoneNumber, status }) => phoneNumber === sender && status === "ACTIVE");

function checkForm(fields: Fields, noPrice: boolean): string | undefined {
  const { recipient, sender, type, country, kakao } = fields;
  if (!recipient || (needsSender(fields) && !sender)) return "1010";
  if (!kakao && !fields.text) return "1010";
  if (!(country === "82" ? /^0\d{8,11}$/ : /^\d{5,15}$/).test(recipient)) return "1011";
  if (sender && !/^\d{8,12}$/.test(sender)) return "1011";
  if (!fields.customFields) return "1032";
  if (noPrice) return isKnownType(type) ? "1058" : "1025";
  if (kakao && type !== "ATA") return "1033";
  if (!kakao && type === "ATA") return "1041";
  return undefined;
}

function checkText({ text, subject, type, imageId }: Fields): Checked {
  const result = (code: string): Checked => ({ code, fate: null, text });
  if (type === "SMS" && subject) return result("1013");
  if (type === "MMS" && !imageId) return result("1034");
  if (eucKrBytes(subject) > SUBJECT_MAX_BYTES) return result("1014");
  if (NOT_PRINTABLE.test(text) || NOT_PRINTABLE.test(subject)) return result("1028");
  if (notInEucKr(text).length > 0 || notInEucKr(subject).length > 0) return result("1029");
  if (eucKrBytes(text) > (type === "SMS" ? SMS_MAX_BYTES : LMS_MAX_BYTES)) return result("1031");
  return result(INTAKE_ACCEPTED);
}

/**
 * With variables, the text is the template's own, and the given text is the carrier's fallback. Without variables, the
 * template must be able to produce the given text. Kakao, not this check, detects a missing variable.
 */
function checkAlimtalk({ text }: Fields, kakao: KakaoPart, { settings, refuseAlimtalk }: IntakeRules): Checked {
  const refused = (code: string): Checked => ({ code, fate: null, text });
  if (!settings.channels.some(({ channelId }) => channelId === kakao.pfId)) return refused("1041");
  const template = settings.templates.find(({ templateId }) => templateId === kakao.templateId);
  if (!template || template.status !== "APPROVED" || template.channelId !== kakao.pfId) return refused("1042");
  if (refuseAlimtalk) return refused(refuseAlimtalk);
  const hasVariables = Object.keys(kakao.variables).length > 0;
  if (!hasVariables && text && !fitsTemplate(template.content, text)) return refused("1043");
  const rendered =
    hasVariables || !text ? renderTemplate(template.content, kakao.variables) : { text, missing: [] as string[] };
  if ([...rendered.text].length > ALIMTALK_MAX_CHARACTERS) return refused("1031");
  kakao.fallbackText ||= rendered.text;
  return { code: INTAKE_ACCEPTED, fate: rendered.missing.length > 0 ? "3063" : null, text: rendered.text };
}
