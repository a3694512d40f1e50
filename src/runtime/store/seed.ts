import type { Store } from "./store";

/** Tenant codes of the sample data: one that can send, and one without a sender. */
export const SEEDED_TENANT = "hakwonplus";
export const SEEDED_TENANT_WITHOUT_SENDER = "saessak";

/** The first tenant that an empty store gets. */
export const SEEDED_TENANT_ID = 1;

/** Fills an empty store with sample tenants, students and templates. Returns false if the store already has tenants. */
export function seedStore(store: Store): boolean {
  return store.inTransaction(() => {
    if (store.tenants.count() > 0) return false;
    const hakwonplus = store.tenants.insert({
      name: "학원플러스",
      code: SEEDED_TENANT,
      kakaoPfid: "KA01PF260305010000000hakwonplus1",
      messagingSender: "0212345678",
      creditBalance: "10000",
      messagingBasePrice: "8.40",
    });
    const saessak = store.tenants.insert({
      name: "새싹수학",
      code: SEEDED_TENANT_WITHOUT_SENDER,
      creditBalance: "10000",
      messagingBasePrice: "8.40",
    });
    seedStudents(store, hakwonplus, saessak);
    seedTemplates(store, hakwonplus);
    return true;
  });
}

function seedStudents(store: Store, hakwonplus: number, saessak: number): void {
  store.students.insert({ tenantId: hakwonplus, name: "김민준", phone: "01087654321", parentPhone: "01012345678" });
  store.students.insert({ tenantId: hakwonplus, name: "이서연", phone: "010-2345-6789", parentPhone: "010-3456-7890" });
  store.students.insert({ tenantId: hakwonplus, name: "박지호" });
  store.students.insert({
    tenantId: hakwonplus,
    name: "최예은",
    parentPhone: "01045678901",
    deletedAt: "2026-02-27T09:00:00.000Z",
  });
  store.students.insert({ tenantId: hakwonplus, name: "남궁하윤", parentPhone: "01056789012" });
  store.students.insert({ tenantId: saessak, name: "정도윤", phone: "01067890123", parentPhone: "01078901234" });
  store.students.insert({ tenantId: saessak, name: "한지우" });
}

function seedTemplates(store: Store, hakwonplus: number): void {
  store.messageTemplates.insert({
    tenantId: hakwonplus,
    name: "등원 알림",
    body: "[학원플러스] #{student_name_3} 학생이 등원했습니다.\n자세히: #{site_link}",
    solapiTemplateId: "KA01TP260305010000000checkin0001",
    solapiStatus: "APPROVED",
  });
  store.messageTemplates.insert({
    tenantId: hakwonplus,
    name: "숙제 알림",
    subject: "숙제 안내",
    body: "#{student_name_3} 학생의 숙제가 등록되었습니다.",
    solapiTemplateId: "KA01TP260305010000000homework001",
    solapiStatus: "PENDING",
  });
}
