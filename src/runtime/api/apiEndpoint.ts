import type { Clock } from "../../common/clock";
import type { EmitMessageEvent } from "../message/messageEvents";
import type { Store } from "../store/store";
import type { Tenant } from "../store/tenantStore";
import type { ApiLog } from "./apiLog";
import type { MessageProducer } from "./endpoints/messageProducer";

/** A sender number as the provider lists it; only ACTIVE ones may be used. */
export interface SenderNumber {
  phoneNumber: string;
  status: string;
}

/** What the endpoints work with. */
export interface ApiContext {
  store: Store;
  producer: MessageProducer;
  emit: EmitMessageEvent;
  clock: Clock;
  log: ApiLog;
  /** What `#{site_link}` becomes. */
  siteUrl: string;
  /** Undefined where no provider is configured. */
  senderNumbers: (() => Promise<readonly SenderNumber[]>) | undefined;
}

/** A request whose token, tenant, role and method are checked; the body is not. */
export interface ApiRequest {
  requestId: string;
  startedAt: number;
  tenant: Tenant;
  query: Record<string, string | undefined>;
  /** Parses the body: throws the 415 or 400 of DRF. */
  readBody(): unknown;
}

export interface EndpointAnswer {
  status: number;
  body: Record<string, unknown>;
  headers?: Record<string, string>;
}

export type ApiMethod = "GET" | "POST" | "PATCH";

/** One path below /api/v1/messaging/ with what it answers; refusals are thrown as ApiRejection. */
export interface ApiEndpoint {
  path: string;
  methods: Partial<Record<ApiMethod, (request: ApiRequest) => EndpointAnswer | Promise<EndpointAnswer>>>;
}
