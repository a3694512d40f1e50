import * as z from "zod";
import { maskNumber } from "../../../common/masking";
import { editedBody } from "../../holds/heldBody";
import type { HoldArrival, HoldDeparture } from "../../holds/holdMessages";
import type { MessageMode, SkipReason } from "../../message/messageEvents";
import type { MessagePayload } from "../../queue/payload";
import type { MessageTemplate } from "../../store/messageTemplates";
import type { Student } from "../../store/students";
import type { Tenant } from "../../store/tenantStore";
import { ApiRejection, rejectWith } from "../apiRejection";
import type { EndpointAnswer, ApiContext, ApiEndpoint, ApiRequest } from "../apiEndpoint";
import { choiceField, integerField, integerListField, textField, validate } from "../drf/drfFields";
import { countErrors, type EnqueueResult } from "./messageProducer";
import { messageText, recipientOf, replacementsFor } from "./messageText";
import { newTraceId } from "../traceIds";

export const SEND_PATH = "/api/v1/messaging/send/";

/** Maximum trace ids in an answer's header: clients refuse more than 16 KB of headers in total. */
const MAX_TRACE_IDS = 1_000;

/** Maximum events for students that do not exist, so that a wrong list does not push out all messages. */
const MAX_MISSING = 1_000;

const sendRequest = z.object({
  student_ids: integerListField({ min: 1 }),
  send_to: choiceField(["student", "parent"], { default: "parent" as const }),
  message_mode: choiceField(["sms", "alimtalk", "both"], { default: "sms" as const }),
  template_id: integerField({ default: null, null: null }),
  raw_body: textField({ allowBlank: true, default: "" }),
  raw_subject: textField({ allowBlank: true, default: "" }),
});

interface Draft {
  students: Student[];
  /** Requested ids that do not exist or are deleted; the backend skips them silently. */
  missing: number[];
  subject: string;
  body: string;
  mode: MessageMode;
  sendTo: "student" | "parent";
  /** '' for plain text messages. */
  alimtalkTemplateId: string;
}

/**
 * POST send/: the backend's checks in the backend's order and words, then one message per student. When SQS fails, the
 * backend answers 200 with `enqueued: 0` and no reason; this answer adds `enqueue_failed` and `errors`.
 */
export function sendEndpoint(context: ApiContext): ApiEndpoint {
  return { path: SEND_PATH, methods: { POST: (request) => send(context, request) } };
}

async function send(context: ApiContext, request: ApiRequest): Promise<EndpointAnswer> {
  const draft = checked(context, request);
  const composed = compose(context, request, draft);
  const payloads = composed.map(({ payload }) => payload);
  const skipped = draft.students.length - payloads.length;
  const { requestId, tenant } = request;
  for (const { payload, studentId } of composed) {
    const details = { requestId, tenantCode: tenant.code, to: maskNumber(payload.to), mode: draft.mode, studentId };
    const elapsedMs = context.clock.now() - request.startedAt;
    // Before calling the queue, to keep events in order: from here the answer is 200 whatever the queue does.
    emitFor(context, payload, "api.accepted", { ...details, status: 200, elapsedMs });
    const { trace_id: traceId = "" } = payload;
    context.accepted?.({ traceId, sentAt: context.clock.now(), body: JSON.stringify(payload) });
  }
  const results = context.holds?.isArmed("request")
    ? await enqueueHeld(context, tenant, payloads)
    : await enqueue(context, tenant, payloads);
  return answerOf(context, request, results, skipped);
}

/** Throws the first refusal; the order of the checks is part of the contract. */
function checked({ store }: ApiContext, { tenant, readBody }: ApiRequest): Draft {
  const data = validate(sendRequest, readBody());
  if (!data.template_id && data.raw_body === "") {
    throw new ApiRejection(400, { raw_body: ["직접 입력 본문을 넣거나 템플릿을 선택해 주세요."] });
  }
  if (tenant.messagingSender.trim() === "") {
    throw rejectWith(
      400,
      "발신번호가 등록되지 않았습니다. 설정 > 내 정보에서 발신번호를 등록·인증한 뒤 저장해 주세요.",
    );
  }
  const students = store.students.present(tenant.id, data.student_ids);
  if (students.length === 0) throw rejectWith(400, "선택한 학생을 찾을 수 없거나 삭제된 학생입니다.");
  const present = new Set(students.map(({ id }) => id));
  const missing = [...new Set(data.student_ids)].filter((id) => !present.has(id));

  let template: MessageTemplate | undefined;
  if (data.template_id) {
    template = store.messageTemplates.byId(tenant.id, data.template_id);
    if (!template) throw rejectWith(404, "템플릿을 찾을 수 없습니다.");
  }
  const alimtalkTemplateId = data.message_mode === "sms" ? "" : (template?.solapiTemplateId.trim() ?? "");
  if (data.message_mode !== "sms" && (alimtalkTemplateId === "" || template?.solapiStatus !== "APPROVED")) {
    throw rejectWith(
      400,
      "알림톡/폴백 모드는 검수 승인된 템플릿이 필요합니다. 템플릿을 선택하거나 SMS만 모드로 발송하세요.",
    );
  }
  const body = template ? template.body.trim() : data.raw_body;
  const subject = template ? template.subject.trim() : data.raw_subject;
  if (body === "") throw rejectWith(400, "발송할 본문이 비어 있습니다.");
  return { students, missing, subject, body, mode: data.message_mode, sendTo: data.send_to, alimtalkTemplateId };
}

interface Composed {
  payload: MessagePayload;
  studentId: number;
}

/** One payload per student with a number; emits an event for each of the others. */
function compose(context: ApiContext, { requestId, tenant }: ApiRequest, draft: Draft): Composed[] {
  const createdAt = new Date(context.clock.now()).toISOString();
  const traceIds = new Set<string>();
  const skip = (studentId: number, reason: SkipReason) => {
    const details = { requestId, tenantCode: tenant.code, studentId, reason };
    const traceId = newTraceId(traceIds);
    context.emit({ type: "api.recipient-skipped", at: context.clock.now(), traceId, details });
  };
  const deleted = context.store.students.deleted(tenant.id, draft.missing);
  for (const id of draft.missing.slice(0, MAX_MISSING)) {
    skip(id, deleted.has(id) ? "deleted-student" : "unknown-student");
  }
  return draft.students.flatMap((student): Composed[] => {
    const to = recipientOf(student, draft.sendTo);
    if (to === undefined) {
      skip(student.id, "no-phone");
      return [];
    }
    const traceId = newTraceId(traceIds);
    const replacements = replacementsFor(student, context.siteUrl);
    const payload: MessagePayload = {
      tenant_id: tenant.id,
      to,
      text: messageText(draft.subject, draft.body, replacements),
      sender: null,
      created_at: createdAt,
      message_mode: draft.mode,
      ...(draft.alimtalkTemplateId
        ? { alimtalk_replacements: replacements, template_id: draft.alimtalkTemplateId }
        : {}),
      trace_id: traceId,
    };
    return [{ payload, studentId: student.id }];
  });
}

/** The answer waits for the messages that a debugger holds; the others are enqueued at once. */
async function enqueueHeld(
  context: ApiContext,
  tenant: Tenant,
  payloads: readonly MessagePayload[],
): Promise<EnqueueResult[]> {
  const free: MessagePayload[] = [];
  const held: Promise<EnqueueResult[]>[] = [];
  for (const payload of payloads) {
    const departing = context.holds?.reach(requestArrival(payload));
    if (departing) held.push(departing.then((departure) => enqueueDeparted(context, tenant, payload, departure)));
    else free.push(payload);
  }
  return (await Promise.all([enqueue(context, tenant, free), ...held])).flat();
}

async function enqueueDeparted(
  context: ApiContext,
  tenant: Tenant,
  payload: MessagePayload,
  departure: HoldDeparture,
): Promise<EnqueueResult[]> {
  if (departure.kind === "drop") return [{ payload, error: { code: "Dropped", message: departure.reason } }];
  const edited = "edits" in departure ? editedBody(JSON.stringify(payload), departure.edits) : JSON.stringify(payload);
  return enqueue(context, tenant, [JSON.parse(edited) as MessagePayload]);
}

const requestArrival = (payload: MessagePayload): HoldArrival => ({
  point: "request",
  layer: "api",
  traceId: payload.trace_id ?? "",
  participant: "api",
  body: JSON.stringify(payload),
  attempt: 0,
});

/** Texts that are empty after their placeholders are filled never reach the queue, as in the backend. */
async function enqueue(
  context: ApiContext,
  tenant: Tenant,
  payloads: readonly MessagePayload[],
): Promise<EnqueueResult[]> {
  const [empty, full] = [payloads.filter(({ text }) => text === ""), payloads.filter(({ text }) => text !== "")];
  for (const _payload of empty) context.log.write("WARNING", "enqueue skipped: to or text empty");
  const error = { code: "EmptyText", message: "to or text empty" };
  return [...(await context.producer.enqueue(tenant.id, full)), ...empty.map((payload) => ({ payload, error }))];
}

function answerOf(
  context: ApiContext,
  { requestId, tenant }: ApiRequest,
  results: readonly EnqueueResult[],
  skipped: number,
): EndpointAnswer {
  let failed = 0;
  for (const result of results) {
    if (!("error" in result)) continue;
    failed += 1;
    const details = { requestId, tenantCode: tenant.code, to: maskNumber(result.payload.to), ...result.error };
    emitFor(context, result.payload, "api.enqueue-failed", details);
  }
  const enqueued = results.length - failed;
  return {
    status: 200,
    body: {
      detail: `발송 예정 ${enqueued}건입니다.`,
      enqueued,
      skipped_no_phone: skipped,
      ...(failed > 0 ? { enqueue_failed: failed, errors: countErrors(results) } : {}),
    },
    headers: {
      "X-Trace-Ids": results
        .slice(0, MAX_TRACE_IDS)
        .map(({ payload }) => payload.trace_id)
        .join(","),
    },
  };
}

function emitFor<T extends "api.accepted" | "api.enqueue-failed">(
  { emit, clock }: ApiContext,
  { trace_id: traceId = "" }: MessagePayload,
  type: T,
  details: Extract<Parameters<typeof emit>[0], { type: T }>["details"],
): void {
  emit({ type, at: clock.now(), traceId, details } as Parameters<typeof emit>[0]);
}
