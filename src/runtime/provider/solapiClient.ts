import type { SolapiMessageService } from "solapi";
import { messageOf } from "../../common/errors";
import type { GroupStatus, IntakeResult, OutgoingMessage, Provider, ProviderFailure } from "./provider";
import { ProviderError } from "./provider";
import type { SolapiRoute, TransportFailure } from "./solapiTransport";
import { setSolapiRoute, transportFailureIn, transportSentence } from "./solapiTransport";

export interface SolapiClientOptions extends SolapiRoute {
  apiKey: string;
  apiSecret: string;
}

type Sdk = SolapiMessageService;
type SdkMessage = Extract<Parameters<Sdk["addMessagesToGroup"]>[1], { to: unknown }>;
type AddMessageResult = Awaited<ReturnType<Sdk["addMessagesToGroup"]>>["resultList"][number];

/** The group was already sent: GroupInProcessing, ScheduledGroup or AlreadySent, depending on its progress. */
const ALREADY_SENT_STATUS = 409;

/** Solapi's group states; any other (SENDING, COMPLETE, SCHEDULED) means that the send was accepted. */
const statusOf: Record<string, GroupStatus> = { PENDING: "pending", FAILED: "failed", DELETED: "gone" };

const failureOfTransport: Record<TransportFailure, ProviderFailure> = {
  "not-sent": "not-sent",
  "timed-out": "ambiguous",
  "cut-off": "ambiguous",
};

/**
 * Solapi through its own SDK. The SDK takes 0.4 s and 60 MB to load, so the first call loads it; `warmUp` loads it
 * before a message has to wait for it.
 */
export class SolapiClient implements Provider {
  readonly #options: SolapiClientOptions;
  #sdk: Promise<Sdk> | undefined;

  constructor(options: SolapiClientOptions) {
    this.#options = options;
    setSolapiRoute(options.apiKey, options);
  }

  async warmUp(): Promise<void> {
    await this.#load();
  }

  async createGroup(): Promise<string> {
    // Two different messages to one parent are legitimate; a job's group, not its recipient, keeps it unique.
    return this.#call((sdk) => sdk.createGroup(true));
  }

  async addMessages(groupId: string, messages: readonly OutgoingMessage[]): Promise<IntakeResult[]> {
    const { resultList } = await this.#call((sdk) => sdk.addMessagesToGroup(groupId, messages.map(toSdkMessage)));
    return inOrderOf(messages, resultList);
  }

  async sendGroup(groupId: string): Promise<void> {
    try {
      await this.#call((sdk) => sdk.sendGroup(groupId));
    } catch (error) {
      if (error instanceof ProviderError && error.status === ALREADY_SENT_STATUS) return;
      throw error;
    }
  }

  async groupStatus(groupId: string): Promise<GroupStatus> {
    try {
      const { status } = await this.#call((sdk) => sdk.getGroup(groupId));
      return statusOf[status] ?? "sent";
    } catch (error) {
      if (error instanceof ProviderError && error.code === "ResourceNotFound") return "gone";
      throw error;
    }
  }

  #load(): Promise<Sdk> {
    this.#sdk ??= import("solapi").then(
      (solapi) => new solapi.SolapiMessageService(this.#options.apiKey, this.#options.apiSecret),
    );
    return this.#sdk;
  }

  async #call<T>(request: (sdk: Sdk) => Promise<T>): Promise<T> {
    const sdk = await this.#load();
    try {
      return await request(sdk);
    } catch (error) {
      throw toProviderError(error);
    }
  }
}

function toSdkMessage(message: OutgoingMessage): SdkMessage {
  const { traceId, to, from, text, alimtalk } = message;
  const common = { to, from, text, customFields: { traceId } };
  if (!alimtalk) return common;
  const { pfId, templateId, variables, smsFallback } = alimtalk;
  // The text of an Alimtalk comes from the template; a given text is the carrier's fallback.
  return { ...common, kakaoOptions: { pfId, templateId, variables, disableSms: !smsFallback } };
}

/** Solapi documents no order of `resultList`: matches by our trace id if it is echoed, else by recipient. */
function inOrderOf(messages: readonly OutgoingMessage[], results: readonly AddMessageResult[]): IntakeResult[] {
  const byKey = new Map<string, AddMessageResult[]>();
  for (const result of results) {
    const key = result.customFields?.traceId ?? result.to;
    byKey.set(key, [...(byKey.get(key) ?? []), result]);
  }
  return messages.map(({ traceId, to }) => {
    const result = byKey.get(traceId)?.shift() ?? byKey.get(to)?.shift();
    if (!result) throw new ProviderError("ambiguous", "IncompleteReply", "Solapi's reply lacks a message of the group");
    const { messageId, statusCode, statusMessage, type } = result;
    return { providerMessageId: messageId, code: statusCode, message: statusMessage, type };
  });
}

/**
 * The SDK's errors (observed in solapi 6.0.1): ClientError (4xx) and ServerError (5xx) carry errorCode and httpStatus,
 * an unreadable 200 is a DefaultError "ParseError", and a failed fetch is a NetworkError that contains our own text.
 */
function toProviderError(error: unknown): ProviderError {
  const text = messageOf(error);
  const transport = transportFailureIn(text);
  if (transport) return new ProviderError(failureOfTransport[transport], transport, transportSentence[transport]);
  const { _tag, errorCode, errorMessage, httpStatus } = error as {
    _tag?: string;
    errorCode?: string;
    errorMessage?: string;
    httpStatus?: number;
  };
  // The SDK checks a message before it posts it: a BadRequestError never left the process.
  const refused = _tag === "BadRequestError" || (httpStatus !== undefined && httpStatus >= 400 && httpStatus < 500);
  const code = errorCode ?? _tag ?? "UnknownError";
  return new ProviderError(refused ? "refused" : "ambiguous", code, errorMessage ?? text, httpStatus, { cause: error });
}
