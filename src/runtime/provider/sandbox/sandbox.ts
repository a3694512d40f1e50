import { systemClock, type Clock } from "../../../common/clock";
import { messageOf } from "../../../common/errors";
import type { Logger } from "../../../common/logger";
import type { EmitMessageEvent } from "../../message/messageEvents";
import { listen } from "../../server/listen";
import { Account } from "./behaviour/account";
import { addAccountRoutes } from "./routes/accountRoutes";
import { Authorizer } from "./routes/authorization";
import { Carrier } from "./behaviour/carrier";
import { ScenarioPlan, type ActiveScenario, type PlannedScenario } from "./behaviour/scenarioPlan";
import type { TakenByOthers } from "../../message/takenByOthers";
import { ClientProxy, type RefusedClient } from "./foreign/clientProxy";
import { ForeignHolding, type SandboxHolds } from "./foreign/foreignHolding";
import { ForeignSends } from "./foreign/foreignSends";
import { HoldingHooks } from "./foreign/holdingHooks";
import { ApiError } from "./routes/apiError";
import { GroupRegistry } from "./messages/groupRegistry";
import { koreanDay, startOfKoreanDay } from "./messages/solapiIds";
import { DEFAULT_INBOX_LIMIT, toInboxMessage, type InboxFilter, type InboxMessage } from "./messages/inbox";
import { addMessageRoutes } from "./routes/messageRoutes";
import { RequestLog, type LoggedRequest } from "./routes/requestLog";
import { createSandboxApp, SOLAPI_HOST } from "./sandboxApp";
import { openSandboxStore, type Condition } from "./messages/sandboxStore";
import { scenarios, type Scenario, type ProviderStep } from "./behaviour/scenarios";
import type { SandboxSettings, Sender } from "./sandboxSettings";

export type { InboxFilter, InboxMessage } from "./messages/inbox";
export type { PlannedScenario, ActiveScenario } from "./behaviour/scenarioPlan";
export type { LoggedRequest } from "./routes/requestLog";
export type { Scenario, ProviderStep } from "./behaviour/scenarios";
export type { SandboxSettings, Sender } from "./sandboxSettings";

export interface SandboxOptions {
  /** Preferred; if it is in use, another one replaces it and the log says so. */
  port: number;
  /** Keeps groups and inbox across restarts; without it they live in memory. */
  dataDir?: string;
  apiKey: string;
  apiSecret: string;
  senders?: readonly Sender[];
  /** In won. */
  balance?: number;
  emit: EmitMessageEvent;
  /** The messages that a request of the user's own worker may be about. */
  taken?: Pick<TakenByOthers, "match" | "giveBack">;
  /** Whom to ask whether a debugger holds such a request; only with `taken`. */
  holds?: SandboxHolds;
  /** Called when balance or inbox change. */
  changed?: () => void;
  log: Logger;
  clock?: Clock;
  /** Time from the send to the carrier's result; 0: the result is there before the send is answered. */
  carrierDelayMs?: number;
}

/** Of a group whose send fails: more messages than a debugger holds. */
const MOST_FAILED = 100;

/** Long enough to see a message in transit, short enough not to be a wait. */
const DEFAULT_CARRIER_DELAY_MS = 200;

/** Solapi on this machine: its HTTP API on 127.0.0.1, an account, carriers, and an inbox in place of phones. */
export interface Sandbox {
  /** Replaces `https://api.solapi.com`. */
  readonly baseUrl: string;
  readonly port: number;
  /** Oldest first; by default the newest 10,000. */
  inbox(filter?: InboxFilter): InboxMessage[];
  /** Called when a message enters the inbox, and again when its result comes. @returns a function that unsubscribes */
  onInbox(listener: (message: InboxMessage) => void): () => void;
  settings(): SandboxSettings;
  /** Applies until the next start. @throws ExpectedError `invalid-setting` */
  configure(change: Partial<SandboxSettings>): void;
  senders(): Sender[];
  balance(): number;
  readonly scenarios: readonly Scenario[];
  /** Plays at every call of its steps, or of `step`; undefined ends it. @throws ExpectedError `unknown-scenario` */
  setScenario(name: string | undefined, step?: ProviderStep): void;
  scenario(): ActiveScenario | undefined;
  /** Plays a scenario at the n-th call from now. @throws ExpectedError `unknown-scenario` */
  setFault(fault: PlannedScenario): void;
  faults(): readonly PlannedScenario[];
  /** Ends the scenario and clears all faults. */
  clearFaults(): void;
  /** The newest 500, oldest first. */
  requests(): LoggedRequest[];
  /** Programs that would have spoken to the real Solapi; the newest 20, oldest first. */
  refusedClients(): readonly RefusedClient[];
  stop(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { log, emit, clock = systemClock, carrierDelayMs: delayMs = DEFAULT_CARRIER_DELAY_MS } = options;
  const { changed = () => {} } = options;
  const store = openSandboxStore(options.dataDir, log);
  try {
    const { senders, balance, apiKey, apiSecret } = options;
    const sentToday = store.sentSince(startOfKoreanDay(koreanDay(clock.now())));
    const initial = { ...(senders && { senders }), ...(balance !== undefined && { balance }) };
    const account = new Account(clock, initial, sentToday);
    const foreign = options.taken && new ForeignSends(options.taken, emit);
    const groups = new GroupRegistry(store, account, clock, foreign);
    const plan = new ScenarioPlan();
    const requests = new RequestLog(clock);
    const listeners = new InboxListeners(log);
    const carrier = new Carrier({
      store,
      account,
      clock,
      delayMs,
      emit,
      log,
      onResults: (messages) => {
        listeners.tell(() => messages.map(toInboxMessage));
        changed();
      },
    });
    const inbox = (filter: InboxFilter = {}): InboxMessage[] => {
      const limit = filter.limit ?? DEFAULT_INBOX_LIMIT;
      return store.messages(inboxConditions(filter), limit).map(toInboxMessage).reverse();
    };
    const send = (groupId: string) => {
      const group = sent(groupId);
      listeners.tell(() => inbox({ groupId, limit: group.count.sentTotal }));
      foreign?.answered(store.messages([["group_id = ?", groupId]], group.count.sentTotal), true);
      carrier.take(groupId);
      changed();
      return group;
    };
    const sent = (groupId: string) => {
      try {
        return groups.send(groupId, delayMs);
      } catch (error) {
        if (error instanceof ApiError) foreign?.failed(store.messages([["group_id = ?", groupId]], MOST_FAILED), error);
        throw error;
      }
    };
    const hooks =
      foreign &&
      options.holds &&
      new HoldingHooks({ sends: foreign, holding: new ForeignHolding(options.holds, foreign, emit), groups });
    const app = createSandboxApp({
      account,
      authorizer: new Authorizer({ apiKey, apiSecret }, clock),
      plan,
      requests,
      log,
    });
    addMessageRoutes(app, { groups, store, send, hooks });
    addAccountRoutes(app, account, clock.now());
    const proxy = new ClientProxy(app.server, { host: SOLAPI_HOST, user: apiKey, changed });
    const baseUrl = await listen(app, { port: options.port, name: "Solapi sandbox", log });
    const port = Number(new URL(baseUrl).port);
    carrier.start();

    let stopped: Promise<void> | undefined;
    return {
      baseUrl,
      port,
      inbox,
      onInbox: (listener) => listeners.add(listener),
      settings: () => account.settings,
      configure: (change) => account.configure(change),
      senders: () => account.settings.senders.map((sender) => ({ ...sender })),
      balance: () => account.settings.balance,
      scenarios,
      setScenario: (name, step) => plan.setScenario(name, step),
      scenario: () => plan.active,
      setFault: (fault) => plan.addFault(fault),
      faults: () => plan.faults,
      clearFaults: () => plan.clear(),
      requests: () => requests.list(),
      refusedClients: () => proxy.refused(),
      stop: () => {
        carrier.stop();
        proxy.stop();
        stopped ??= app.close().then(() => store.close());
        return stopped;
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

function inboxConditions({ traceId, groupId, messageId, to }: InboxFilter): Condition[] {
  return [
    ["sent_at IS NOT NULL"],
    ...(traceId === undefined ? [] : [["trace_id = ?", traceId] as const]),
    ...(groupId === undefined ? [] : [["group_id = ?", groupId] as const]),
    ...(messageId === undefined ? [] : [["message_id = ?", messageId] as const]),
    ...(to === undefined ? [] : [["recipient = ?", to] as const]),
  ];
}

/** The listeners of the inbox. One that throws cannot break a send. */
class InboxListeners {
  readonly #listeners = new Set<(message: InboxMessage) => void>();

  constructor(private readonly log: Logger) {}

  add(listener: (message: InboxMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Reads the messages only if there are listeners. */
  tell(read: () => readonly InboxMessage[]): void {
    if (this.#listeners.size === 0) return;
    for (const message of read()) {
      for (const listener of this.#listeners) {
        try {
          listener(message);
        } catch (error) {
          this.log.error(`[provider] A listener of the inbox failed: ${messageOf(error)}`);
        }
      }
    }
  }
}
