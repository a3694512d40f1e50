import type * as vscode from "vscode";
import type { Environment } from "../../targets/environment";
import { LOCAL } from "../../targets/environment";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import { firstSend, withPreset } from "./testMessage";
import type { TestMessage } from "./testMessage";

const LAST_KEY = "lastSend";
/** Of versions that stored whole sends. */
const FORMER_KEY = "sends";

const keyOf = (environment: string) => (environment === LOCAL ? LAST_KEY : `${LAST_KEY}.${environment}`);

/** How many messages can be sent again. */
const KEPT = 100;
/** A send to many recipients makes many messages; all of them share what was sent. */
const KEPT_SENT = 1_000;

/**
 * What was sent from here, so that it can be sent again. Texts and numbers stay in this window's memory; the
 * workspace's state on disk keeps only the other fields of each environment's last send.
 */
export class SendMemory {
  readonly #state: vscode.Memento;
  readonly #last = new Map<string, TestMessage>();
  readonly #sends = new Map<string, TestMessage>();
  readonly #sent = new Map<string, SentMessage>();

  constructor(state: vscode.Memento) {
    this.#state = state;
    for (const key of state.keys()) {
      if (key === FORMER_KEY) void state.update(key, undefined);
      else if (isPrivate(key, state.get(key)))
        void state.update(key, publicPart(withPreset(firstSend, state.get(key))));
    }
  }

  /** The last send to this environment; for the first, the environment's own tenant and an allowed recipient. */
  last({ name, tenantCode, allowedRecipients }: Environment): TestMessage {
    if (name === LOCAL) return this.lastLocal();
    const to = allowedRecipients?.[0];
    const own = { ...firstSend, tenantCode, ...(to !== undefined && { to }) };
    return this.#lastOf(name, own);
  }

  lastLocal(): TestMessage {
    return this.#lastOf(LOCAL, firstSend);
  }

  /** Undefined for a message of another window, or of the time before a reload. */
  of(traceId: string): TestMessage | undefined {
    return this.#sends.get(traceId);
  }

  /** `isOnce`: it can be sent again, but does not become the form's next starting point. */
  remember(send: TestMessage, traceId: string | undefined, environment: string, isOnce = false): void {
    if (traceId !== undefined) put(this.#sends, traceId, send, KEPT);
    if (isOnce) return;
    this.#last.set(environment, send);
    void this.#state.update(keyOf(environment), publicPart(send));
  }

  /** The starting point of a diagnosis; kept while the window is open. */
  rememberSent(traceId: string, sent: SentMessage): void {
    put(this.#sent, traceId, sent, KEPT_SENT);
  }

  sentOf(traceId: string): SentMessage | undefined {
    return this.#sent.get(traceId);
  }

  #lastOf(environment: string, first: TestMessage): TestMessage {
    return this.#last.get(environment) ?? withPreset(first, this.#state.get(keyOf(environment)));
  }
}

const publicPart = ({ text: _text, to: _to, ...rest }: TestMessage): Omit<TestMessage, "text" | "to"> => rest;

const isPrivate = (key: string, value: unknown) =>
  (key === LAST_KEY || key.startsWith(`${LAST_KEY}.`)) &&
  typeof value === "object" &&
  value !== null &&
  ("text" in value || "to" in value);

/** Drops the oldest entry above the limit. */
function put<T>(map: Map<string, T>, key: string, value: T, limit: number): void {
  map.set(key, value);
  if (map.size > limit) map.delete(map.keys().next().value!);
}
