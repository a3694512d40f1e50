import * as z from "zod";
import type { Tenant } from "../../store/tenantStore";
import type { EndpointAnswer, ApiContext, ApiEndpoint, ApiRequest } from "../apiEndpoint";
import { textField, validate } from "../drf/drfFields";

const infoUpdate = z.object({
  kakao_pfid: textField({ allowBlank: true, max: 100, default: undefined }),
  // The backend accepts any text here; a sender that is not a number would fail later, so it is refused at once.
  messaging_sender: textField({ allowBlank: true, max: 20, pattern: /^[\d-]*$/, default: undefined }),
});

/** GET info/: the tenant's messaging settings. PATCH info/: sets sender (hyphens removed) and Kakao channel. */
export function infoEndpoint(context: ApiContext): ApiEndpoint {
  return {
    path: "/api/v1/messaging/info/",
    methods: {
      GET: ({ tenant }) => answerOf(tenant),
      PATCH: (request) => update(context, request),
    },
  };
}

function update({ store }: ApiContext, { tenant, readBody }: ApiRequest): EndpointAnswer {
  const data = validate(infoUpdate, readBody());
  const { kakao_pfid: kakaoPfid, messaging_sender: sender } = data;
  store.inTransaction(() => {
    if (kakaoPfid !== undefined) store.tenants.setKakaoPfid(tenant.code, kakaoPfid);
    if (sender !== undefined) store.tenants.setSender(tenant.code, undefined, sender.replaceAll("-", ""));
  });
  return answerOf(store.tenants.byId(tenant.id) ?? tenant);
}

function answerOf(tenant: Tenant): EndpointAnswer {
  return {
    status: 200,
    body: {
      kakao_pfid: tenant.kakaoPfid,
      messaging_sender: tenant.messagingSender,
      credit_balance: tenant.creditBalance,
      is_active: tenant.messagingIsActive,
      base_price: tenant.messagingBasePrice,
    },
  };
}
