import type { Clock } from "../../common/clock";
import type { HoldBoard } from "../holds/holdBoard";
import type { EmitMessageEvent } from "../message/messageEvents";
import type { Store } from "../store/store";
import type { Tenant } from "../store/tenantStore";
import type { ApiLog } from "./apiLog";
import type { MessageProducer } from "./endpoints/messageProducer";

/** A sender number in the provider's list; only ACTIVE ones may be used. */
export interface SenderNumber {
  phoneNumber: string;
  status: string;
}

/** Whom the API asks whether a debugger holds a message. */
export type ApiHolds = Pick<HoldBoard, "isArmed" | "reach">;

/** The endpoints' dependencies. */
export interface ApiContext {
  store: Store;
  producer: MessageProducer;
  emit: EmitMessageEvent;
  clock: Clock;
  log: ApiLog;
  /** Replaces `#{site_link}`. */
  siteUrl: string;
  /** A message that was accepted, before it is put on the queue. */
  accepted?: (message: { traceId: string; sentAt: number; body: string }) => void;
  holds?: ApiHolds;
  /** Undefined where no provider is configured. */
  senderNumbers: (() => Promise<readonly SenderNumber[]>) | undefined;
}

/** A request with checked token, tenant, role and method; its body is unchecked. */
export interface ApiRequest {
  requestId: string;
  startedAt: number;
  tenant: Tenant;
  query: Record<string, string | undefined>;
  /** Parses the body; throws DRF's 415 or 400. */
  readBody(): unknown;
}

export interface EndpointAnswer {
  status: number;
  body: Record<string, unknown>;
  headers?: Record<string, string>;
}

export type ApiMethod = "GET" | "POST" | "PATCH";

/** One path below /api/v1/messaging/ and its handlers, which throw refusals as ApiRejection. */
export interface ApiEndpoint {
  path: string;
  methods: Partial<Record<ApiMethod, (request: ApiRequest) => EndpointAnswer | Promise<EndpointAnswer>>>;
}
