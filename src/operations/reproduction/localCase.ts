import * as l10n from "@vscode/l10n";
import type { Finding } from "../../diagnosis/diagnosis";
import type { Evidence } from "../../diagnosis/evidence";
import { SAMPLE_STUDENT, SAMPLE_TENANT } from "../../runtime/faults/fault";
import type { CaseSettings, FaultSummary, SendRequest } from "../../runtime/control/stackContract";
import type { TestSend } from "../message/testSend";
import { madeUpBody, payloadIn } from "./madeUpBody";
import { madeUpNumber, madeUpText } from "./madeUpText";

/** What is known of a message that was looked at elsewhere: in a bundle, a real backend, or an earlier run. */
export interface Original {
  evidence: Evidence;
  verdict: Pick<Finding, "layer" | "outcome"> & { cause: string };
  /** As the queue had it, where it is known. */
  body?: string;
}

/**
 * A message that was looked at elsewhere, as the local stack can repeat it. Plain data without anything personal of the
 * original: numbers, names and texts are made up, of the same shape.
 */
export interface LocalCase {
  version: 1;
  /** The fault that sets the cause up: its id is the cause's. Absent: nothing is broken. */
  fault?: string;
  /** Values of the sample tenant, its first student, the approved template, and the worker's variables. */
  settings: CaseSettings;
  send: TestSend;
  /** What is not brought home, each with its reason, in the reader's language. */
  missing: string[];
}

/** The sample tenant's registered sender, written otherwise. */
const SENDER_WITH_HYPHENS = "02-1234-5678";
/** Won: for any one message. */
const ENOUGH_CREDIT = 100;
const TEMPLATE = 1;
const SAMPLE_TEXT = "테스트";

/** Makes the local case of an original. `faults`: those of the stack. */
export function localCaseOf(original: Original, faults: readonly FaultSummary[]): LocalCase {
  const { evidence, body } = original;
  const { fault, missing } = faultFor(original, faults);
  const payload = body === undefined ? undefined : payloadIn(body);
  const settings = settingsOf(evidence, payload, fault?.id);
  // A fault of the queue is met by the API too, and some by the API alone.
  const isFromQueue = body !== undefined && (!fault || fault.layer === "worker");
  const request = requestOf(evidence, payload);
  const common = {
    version: 1 as const,
    ...(fault && { fault: fault.id }),
    settings,
    missing: [...missing, ...leftBehind(evidence, { payload, isFromQueue, cause: original.verdict.cause })],
  };
  if (isFromQueue && fault?.send === undefined)
    return { ...common, send: { tenantCode: SAMPLE_TENANT, start: "queue", body: madeUpBody(body) } };
  return { ...common, send: { tenantCode: SAMPLE_TENANT, start: "api", request } };
}

function faultFor({ verdict }: Original, faults: readonly FaultSummary[]): { fault?: FaultSummary; missing: string[] } {
  const { cause, outcome } = verdict;
  if (outcome === "ok") return { missing: [] };
  if (outcome === "unknown") return { missing: [l10n.t("The cause: it is not known")] };
  const fault = faults.find(({ id }) => id === cause);
  return fault
    ? { fault, missing: [] }
    : { missing: [l10n.t("The cause: no fault of the local stack sets up {0}", cause)] };
}

type Payload = ReturnType<typeof payloadIn>;

function requestOf({ request = {} }: Evidence, payload: Payload): SendRequest {
  const mode = request.message_mode ?? payload?.message_mode;
  const isTemplate = request.template_id !== undefined || payload?.template_id !== undefined;
  const text = request.raw_body ?? payload?.text;
  const isKakao = mode === "alimtalk" || mode === "both";
  return {
    student_ids: [SAMPLE_STUDENT],
    ...(request.send_to === "student" && { send_to: "student" as const }),
    message_mode: isKakao ? mode : "sms",
    ...(isTemplate || isKakao ? { template_id: TEMPLATE } : { raw_body: textOf(text) }),
    ...(request.raw_subject !== undefined && { raw_subject: madeUpText(request.raw_subject) }),
  };
}

const textOf = (text: string | undefined) => (text === undefined || text === "" ? SAMPLE_TEXT : madeUpText(text));

/** Only what lets the message come as far as the original did: a cause's own settings are its fault's. */
function settingsOf({ tenant, worker }: Evidence, payload: Payload, cause: string | undefined): CaseSettings {
  const sender = tenant?.messaging_sender?.trim() ?? "";
  const balance = Number(tenant?.credit_balance);
  const isMock = /^(?:1|true|yes|on)$/i.test(worker?.env?.["SOLAPI_MOCK"] ?? "");
  const isOddNumber = payload?.to !== undefined && !/^01\d{8,9}$/.test(payload.to);
  return {
    ...(/\d\D+\d/.test(sender) && { messagingSender: SENDER_WITH_HYPHENS }),
    ...(balance >= ENOUGH_CREDIT && { creditBalance: balance }),
    ...(tenant?.messaging_is_active !== undefined && { messagingIsActive: tenant.messaging_is_active }),
    ...(isOddNumber && { recipient: madeUpNumber(payload.to!) }),
    ...(payload?.template_id !== undefined && payload.text !== undefined && { templateBody: madeUpText(payload.text) }),
    ...(isMock && cause !== "worker.mock-mode" && { workerVariables: { SOLAPI_MOCK: "true" } }),
  };
}

const ofEmptySender = new Set(["api.sender-empty", "provider.sender-missing"]);

/** What the evidence does not have, or the stack cannot be like. */
function leftBehind(
  { request, backend, worker, tenant }: Evidence,
  { payload, isFromQueue, cause }: { payload: Payload; isFromQueue: boolean; cause: string },
): string[] {
  const hasNoSender = tenant?.messaging_sender?.trim() === "" && !ofEmptySender.has(cause);
  const hasNoCredit = Number(tenant?.credit_balance) < ENOUGH_CREDIT && cause !== "worker.credit-insufficient";
  const others = (request?.student_ids?.length ?? 1) - 1;
  const isTemplate = request?.template_id !== undefined || /alimtalk|both/.test(request?.message_mode ?? "");
  const hasText = request?.raw_body !== undefined || payload?.text !== undefined;
  const isLate = backend?.generation === "2026-08";
  const isForeign = worker?.container?.image !== undefined;
  return [
    ...(isTemplate && payload?.template_id === undefined
      ? [l10n.t("The template's text: the evidence does not have it, so the stack's approved template is used")]
      : []),
    ...(!isTemplate && !hasText ? [l10n.t("The text: the evidence does not have it, so a short one is used")] : []),
    ...(others > 0 ? [l10n.t("The other recipients ({0}): one is enough for the cause", others)] : []),
    ...(payload?.sender && !isFromQueue ? [l10n.t("The sender in the message: the tenant's is used")] : []),
    ...(hasNoSender ? [l10n.t("The tenant's empty sender: the stack's API would refuse the message earlier")] : []),
    ...(hasNoCredit ? [l10n.t("The tenant's low credit: the stack's worker would refuse the message earlier")] : []),
    ...(isLate ? [l10n.t("The backend's newer code: the stack works as that of 2026-03 does")] : []),
    ...(isForeign ? [l10n.t("The worker's image: the stack runs its own worker")] : []),
  ];
}
