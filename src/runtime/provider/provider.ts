/** One message as sent to the provider. Numbers are digits only. */
export interface OutgoingMessage {
  traceId: string;
  to: string;
  from: string;
  text: string;
  /** Alimtalk; `smsFallback`: the carrier sends `text` as SMS if the Alimtalk cannot be delivered. */
  alimtalk?: { pfId: string; templateId: string; variables: Record<string, string>; smsFallback: boolean };
}

/** The provider's intake result of one message. `code` 2000 means accepted, not yet sent. */
export interface IntakeResult {
  providerMessageId: string;
  code: string;
  message: string;
  type: string;
}

export const INTAKE_ACCEPTED = "2000";

/** A group's status at the provider: `pending` was never sent, `failed` never will be, `gone` is unknown or deleted. */
export type GroupStatus = "pending" | "sent" | "failed" | "gone";

/**
 * Solapi in the crash-safe two-step flow: a sent group answers a second send with 409, so its id, stored before the
 * send, settles every doubt. All methods throw only `ProviderError`.
 */
export interface Provider {
  /** Loads what the first call would otherwise wait for. */
  warmUp(): Promise<void>;
  createGroup(): Promise<string>;
  /** Returns the results in the order of `messages`. */
  addMessages(groupId: string, messages: readonly OutgoingMessage[]): Promise<IntakeResult[]>;
  /** Also resolves if the group was sent before. */
  sendGroup(groupId: string): Promise<void>;
  groupStatus(groupId: string): Promise<GroupStatus>;
}

/**
 * What is known after a failed call:
 * - `refused`: the answer is a refusal; nothing was done.
 * - `not-sent`: no connection was made; nothing was done.
 * - `ambiguous`: no usable answer (timeout, reset, 5xx, unreadable 200); it may have been done.
 */
export type ProviderFailure = "refused" | "not-sent" | "ambiguous";

export class ProviderError extends Error {
  override readonly name = "ProviderError";

  constructor(
    readonly failure: ProviderFailure,
    /** Solapi's errorCode (`InvalidAPIKey`), or the failure of the call (`timed-out`, `HTTP_502`). */
    readonly code: string,
    message: string,
    /** The HTTP status, if an answer came. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
