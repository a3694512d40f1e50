import type * as vscode from "vscode";
import type { Environment } from "../../targets/environment";
import { LOCAL } from "../../targets/environment";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import { firstSend, withPreset } from "./testMessage";
import type { TestMessage } from "./testMessage";

const LAST_KEY = "lastSend";
const SENDS_KEY = "sends";

const keyOf = (environment: string) => (environment === LOCAL ? LAST_KEY : `${LAST_KEY}.${environment}`);

/** How many messages can be sent again. */
const KEPT = 100;
/** A send to many recipients makes many messages; all of them share what was sent. */
const KEPT_SENT = 1_000;

/** What was sent from here, so that it can be sent again. Kept in this workspace's state on this machine. */
export class SendMemory {
  readonly #state: vscode.Memento;
  readonly #sent = new Map<string, SentMessage>();

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** The last send to this environment; for the first, the environment's own tenant and an allowed recipient. */
  last({ name, tenantCode, allowedRecipients }: Environment): TestMessage {
    if (name === LOCAL) return this.lastLocal();
    const to = allowedRecipients?.[0];
    const own = { ...firstSend, tenantCode, ...(to !== undefined && { to }) };
    return withPreset(own, this.#state.get(keyOf(name)));
  }

  lastLocal(): TestMessage {
    return withPreset(firstSend, this.#state.get(keyOf(LOCAL)));
  }

  of(traceId: string): TestMessage | undefined {
    const found = this.#sends().find(([id]) => id === traceId);
    return found && withPreset(firstSend, found[1]);
  }

  remember(send: TestMessage, traceId: string | undefined, environment: string): void {
    void this.#state.update(keyOf(environment), send);
    if (traceId !== undefined) void this.#state.update(SENDS_KEY, [[traceId, send], ...this.#sends()].slice(0, KEPT));
  }

  /** The starting point of a diagnosis; kept while the window is open. */
  rememberSent(traceId: string, sent: SentMessage): void {
    this.#sent.set(traceId, sent);
    if (this.#sent.size > KEPT_SENT) this.#sent.delete(this.#sent.keys().next().value!);
  }

  sentOf(traceId: string): SentMessage | undefined {
    return this.#sent.get(traceId);
  }

  #sends(): [string, unknown][] {
    const sends: unknown = this.#state.get(SENDS_KEY);
    return Array.isArray(sends) ? (sends as [string, unknown][]).filter((entry) => Array.isArray(entry)) : [];
  }
}
