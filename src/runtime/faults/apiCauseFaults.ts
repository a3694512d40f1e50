import { startDeadGateway } from "./deadGateway";
import type { DeadGateway } from "./deadGateway";
import { bySending, byValue, ofStudent, tenantFault, SAMPLE_STUDENT } from "./fault";
import type { Fault } from "./fault";

/** Sample template ids: 1 is approved, 2 is not. */
const APPROVED = 1;
const NOT_APPROVED = 2;
/** The sample student without a phone number. */
const NO_PHONE = 3;

let gateway: DeadGateway | undefined;

export const apiFaults: readonly Fault[] = [
  {
    id: "api.unreachable",
    layer: "api",
    title: "The API's port is closed",
    inject: async ({ parts: { api } }) => {
      await api.setListening(false);
      return {};
    },
    clear: ({ parts: { api } }) => api.setListening(true),
  },
  {
    id: "api.timeout",
    layer: "api",
    title: "The API takes requests and never answers",
    inject: ({ parts: { api } }) => {
      api.faults.hangs = true;
      return {};
    },
    clear: ({ parts: { api } }) => void (api.faults.hangs = false),
  },
  {
    id: "api.unauthorized",
    layer: "api",
    title: "Every token that was given out is void",
    inject: ({ parts: { api } }) => {
      api.setTokens([]);
      return {};
    },
    clear: ({ parts: { api, keys } }) => api.setTokens([{ value: keys.apiToken, isStaff: true }]),
  },
  {
    id: "api.forbidden",
    layer: "api",
    title: "The token's user is no member of the staff",
    inject: ({ parts: { api, keys } }) => {
      api.setTokens([{ value: keys.apiToken, isStaff: false }]);
      return {};
    },
    clear: ({ parts: { api, keys } }) => api.setTokens([{ value: keys.apiToken, isStaff: true }]),
  },
  byValue("api.tenant-not-resolved", "api", "The tenant is switched to inactive", tenantFault("is_active"), 0),
  bySending("api.validation", "api", "A request without students", { via: "api", request: { student_ids: [] } }),
  byValue("api.sender-empty", "api", "Tenant.messaging_sender is emptied", tenantFault("messaging_sender"), ""),
  byValue(
    "api.students-not-found",
    "api",
    "The student is deleted",
    ofStudent("deleted_at"),
    "2026-01-01T00:00:00.000Z",
  ),
  bySending("api.template-not-found", "api", "A template id that does not exist", {
    via: "api",
    request: { template_id: 4_711 },
  }),
  bySending("api.template-not-approved", "api", "Alimtalk with a template that is not approved yet", {
    via: "api",
    request: { template_id: NOT_APPROVED, message_mode: "alimtalk" },
  }),
  byValue(
    "api.body-empty",
    "api",
    "The template's text is emptied",
    { table: "messaging_messagetemplate", column: "body", key: APPROVED },
    "",
    { via: "api", request: { template_id: APPROVED } },
  ),
  byValue("api.no-recipients", "api", "The parent's phone number is taken out", ofStudent("parent_phone"), ""),
  bySending("api.recipients-skipped", "api", "Two students, one of them without a phone number", {
    via: "api",
    request: { student_ids: [SAMPLE_STUDENT, NO_PHONE] },
  }),
  {
    id: "api.rate-limited",
    layer: "api",
    title: "Every request is over the throttle",
    inject: ({ parts: { api } }) => {
      api.faults.throttled = true;
      return {};
    },
    clear: ({ parts: { api } }) => void (api.faults.throttled = false),
  },
  {
    id: "api.server-error",
    layer: "api",
    title: "The students' table is missing",
    inject: ({ parts: { store } }) => {
      store.database.exec("ALTER TABLE students_student RENAME TO students_student_moved");
      return {};
    },
    clear: ({ parts: { store } }) =>
      store.database.exec("ALTER TABLE students_student_moved RENAME TO students_student"),
  },
  {
    id: "api.gateway",
    layer: "api",
    title: "A proxy in front of the API cannot reach it",
    inject: async ({ parts: { api } }) => {
      await api.setListening(false);
      gateway = await startDeadGateway(api.port);
      return {};
    },
    clear: async ({ parts: { api } }) => {
      await gateway?.stop();
      gateway = undefined;
      await api.setListening(true);
    },
  },
];
