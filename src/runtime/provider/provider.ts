/** One message as the provider takes it. Numbers are digits only. */
export interface OutgoingMessage {
  traceId: string;
  to: string;
  from: string;
  text: string;
  /** Alimtalk; `smsFallback`: the carrier sends `text` as SMS where Alimtalk cannot be delivered. */
  alimtalk?: { pfId: string; templateId: string; variables: Record<string, string>; smsFallback: boolean };
}

/** The provider's intake result of one message. `code` 2000 means taken; it is not yet sent. */
export interface IntakeResult {
  providerMessageId: string;
  code: string;
  message: string;
  type: string;
}

export const INTAKE_ACCEPTED = "2000";

/** A group as the provider knows it: `pending` was never sent, `failed` never will be, `gone` is unknown or deleted. */
export type GroupStatus = "pending" | "sent" | "failed" | "gone";

/**
 * Solapi in the crash-safe two-step flow: a group that was sent answers a second send with 409, so its id, stored
 * before the send, decides every doubt. All methods throw `ProviderError` and nothing else.
 */
export interface Provider {
  /** Loads what the first call would wait for. */
  warmUp(): Promise<void>;
  createGroup(): Promise<string>;
  /** The results stand in the order of `messages`. */
  addMessages(groupId: string, messages: readonly OutgoingMessage[]): Promise<IntakeResult[]>;
  /** Resolves also when the group was sent before. */
  sendGroup(groupId: string): Promise<void>;
  groupStatus(groupId: string): Promise<GroupStatus>;
}

/**
 * What is known after a failed call:
 * - `refused`: an answer came and says no; nothing was done.
 * - `not-sent`: no connection was made; nothing was done.
 * - `ambiguous`: no usable answer (time-out, reset, 5xx, unreadable 200); it may have been done.
 */
export type ProviderFailure = "refused" | "not-sent" | "ambiguous";

export class ProviderError extends Error {
  override readonly name = "ProviderError";

  constructor(
    readonly failure: ProviderFailure,
    /** Solapi's errorCode (`InvalidAPIKey`), or what happened to the call (`timed-out`, `HTTP_502`). */
    readonly code: string,
    message: string,
    /** The HTTP status where an answer came. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
