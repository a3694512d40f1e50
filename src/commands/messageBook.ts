import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError } from "../common/errors";
import type { MessageTrace } from "../runtime/messageTrace";
import type { LiveStack } from "../views/liveStack";
import { summaryOf } from "../views/messageSummary";
import { clockTime } from "../views/times";
import { traceIdOf } from "./arguments";
import type { Messages } from "./context";

const STATE_KEY = "messages";

/** The test sends of a workspace: the running stack's, and those that were kept, without bodies, over a reload. */
export class MessageBook implements Messages, vscode.Disposable {
  readonly #stack: LiveStack;
  readonly #state: vscode.Memento;
  readonly #limit: () => number;
  readonly #subscription: { dispose(): void };
  #kept: MessageTrace[];
  #merged: MessageTrace[] | undefined;
  #seen: readonly MessageTrace[] = [];
  #save: NodeJS.Timeout | undefined;

  constructor(stack: LiveStack, state: vscode.Memento, limit: () => number) {
    this.#stack = stack;
    this.#state = state;
    this.#limit = limit;
    this.#kept = readKept(state);
    this.#subscription = stack.changed.subscribe(() => this.#take());
  }

  /** Newest first, as far as they are known without asking the stack. */
  get known(): MessageTrace[] {
    return (this.#merged ??= merge(this.#seen, this.#kept, this.#limit()));
  }

  async recent(limit: number): Promise<MessageTrace[]> {
    await this.#stack.measure();
    return this.known.slice(0, limit);
  }

  async find(traceId: string): Promise<MessageTrace | undefined> {
    const live = await this.#stack.client?.trace(traceId).catch(unlessUnknown);
    return live ?? this.known.find((trace) => trace.traceId === traceId);
  }

  async choose(argument: unknown, placeHolder: string): Promise<MessageTrace | undefined> {
    const id = traceIdOf(argument);
    if (id !== undefined) {
      const trace = await this.find(id);
      if (trace) return trace;
      throw new ExpectedError("trace-not-found", `No message is known by the trace id ${id}`);
    }
    const traces = await this.recent(this.#limit());
    if (traces.length === 0) {
      throw new ExpectedError("no-messages", l10n.t("There is no message yet"), l10n.t("Send a test message first."));
    }
    const items = traces.map((trace) => {
      const { outcome, text } = summaryOf(trace);
      const icon = outcome === "reached" ? "$(pass)" : outcome === "stopped" ? "$(error)" : "$(question)";
      const label = `${icon} ${clockTime(trace.startedAt)}`;
      return { label, description: `${trace.tenantCode ?? "?"} → ${trace.to ?? "?"}   ${text}`, trace };
    });
    return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.trace;
  }

  dispose(): void {
    this.#subscription.dispose();
    if (this.#save) this.#store();
  }

  #take(): void {
    const { state } = this.#stack;
    if (state.kind !== "live" || !state.measurement || state.measurement.traces === this.#seen) return;
    this.#seen = state.measurement.traces;
    this.#merged = undefined;
    this.#save ??= setTimeout(() => this.#store(), SAVE_AFTER_MS);
  }

  #store(): void {
    clearTimeout(this.#save);
    this.#save = undefined;
    this.#kept = this.known;
    void this.#state.update(STATE_KEY, this.#kept);
  }
}

/** One write for everything that happens within it. */
const SAVE_AFTER_MS = 1_000;

/** What another version wrote, or nothing: only what has the shape of a message counts. */
function readKept(state: vscode.Memento): MessageTrace[] {
  const kept: unknown = state.get(STATE_KEY);
  if (!Array.isArray(kept)) return [];
  return (kept as Partial<MessageTrace>[]).filter(
    (trace): trace is MessageTrace => typeof trace?.traceId === "string" && Array.isArray(trace.events),
  );
}

function merge(live: readonly MessageTrace[], kept: readonly MessageTrace[], limit: number): MessageTrace[] {
  const ids = new Set(live.map(({ traceId }) => traceId));
  const all = [...live, ...kept.filter(({ traceId }) => !ids.has(traceId))];
  return all.sort((one, other) => other.startedAt - one.startedAt).slice(0, limit);
}

function unlessUnknown(error: unknown): undefined {
  if (ExpectedError.is(error, "trace-not-found") || ExpectedError.is(error, "stack-gone")) return undefined;
  throw error;
}
