import type { SendRequest } from "../../runtime/control/stackContract";

export const startPoints = ["api", "queue", "worker", "provider"] as const;
export type StartPoint = (typeof startPoints)[number];

/** A test send as the form edits it and the workspace stores it. */
export interface TestMessage {
  start: StartPoint;
  tenantCode: string;
  /** Recipients of a send through the API. */
  studentIds: number[];
  sendTo: "student" | "parent";
  mode: "sms" | "alimtalk" | "both";
  text: string;
  /** Recipient's number of a send that bypasses the API, digits only. */
  to: string;
  /** Only for a send through the API, which then sends the template's text instead. */
  templateId?: number | undefined;
}

/** The sample data's tenant, and a student whose parent has a phone. */
export const firstSend: TestMessage = {
  start: "api",
  tenantCode: "hakwonplus",
  studentIds: [1],
  sendTo: "parent",
  mode: "sms",
  text: "테스트",
  to: "01012345678",
};

export const toRequest = ({ studentIds, sendTo, mode, text, templateId }: TestMessage): SendRequest => ({
  student_ids: studentIds,
  send_to: sendTo,
  message_mode: mode,
  ...(templateId === undefined ? { raw_body: text } : { template_id: templateId }),
});

/** Merges a preset (from a button, or stored by an older version) over the defaults. */
export const withPreset = (base: TestMessage, preset: unknown): TestMessage => ({ ...base, ...presetIn(preset) });

/** The values of a preset, without those of a wrong type; undefined if there are none, as for a row of a tree. */
export function presetIn(preset: unknown): Partial<TestMessage> | undefined {
  if (typeof preset !== "object" || preset === null) return undefined;
  const given = Object.entries(preset).filter(([key, value]) => isRight(key, value));
  return given.length > 0 ? (Object.fromEntries(given) as Partial<TestMessage>) : undefined;
}

function isRight(key: string, value: unknown): boolean {
  switch (key as keyof TestMessage) {
    case "start":
      return startPoints.some((point) => point === value);
    case "studentIds":
      return Array.isArray(value) && value.every(Number.isSafeInteger);
    case "sendTo":
      return value === "student" || value === "parent";
    case "mode":
      return value === "sms" || value === "alimtalk" || value === "both";
    case "templateId":
      return Number.isSafeInteger(value);
    case "tenantCode":
    case "text":
    case "to":
      return typeof value === "string";
    default:
      return false;
  }
}

/** A number as a person types it, without hyphens, spaces, dots and parentheses. */
export const withoutSeparators = (number: string): string => number.replace(/[-\s.()]/g, "");

/** A Korean number in national form. */
export const isPhoneNumber = (digits: string): boolean => /^0\d{8,10}$/.test(digits);
