import * as z from "zod";
import type { NotificationLog } from "../../store/notificationLogs";
import type { EndpointAnswer, ApiContext, ApiEndpoint, ApiRequest } from "../apiEndpoint";
import { integerField, validate } from "../drf/drfFields";

const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 50;

/** A page that is not a number is a 500 in the backend; here it is a field's 400. */
const logQuery = z.object({
  page: integerField({ default: 1 }),
  page_size: integerField({ default: DEFAULT_PAGE_SIZE }),
});

/** GET log/?page=&page_size=: the tenant's NotificationLog, newest first. */
export function logEndpoint(context: ApiContext): ApiEndpoint {
  return { path: "/api/v1/messaging/log/", methods: { GET: (request) => list(context, request) } };
}

function list({ store }: ApiContext, { tenant, query }: ApiRequest): EndpointAnswer {
  const { page, page_size: pageSize } = validate(logQuery, query);
  const limit = Math.min(MAX_PAGE_SIZE, Math.max(1, pageSize));
  // No table has rows beyond the largest safe integer.
  const offset = Math.min((Math.max(1, page) - 1) * limit, Number.MAX_SAFE_INTEGER);
  const results = store.notificationLogs.latest(tenant.id, limit, offset).map(toItem);
  return { status: 200, body: { results, count: store.notificationLogs.count(tenant.id) } };
}

function toItem(log: NotificationLog) {
  return {
    id: log.id,
    sent_at: log.sentAt,
    success: log.success,
    amount_deducted: log.amountDeducted,
    recipient_summary: log.recipientSummary,
    template_summary: log.templateSummary,
    failure_reason: log.failureReason,
  };
}
