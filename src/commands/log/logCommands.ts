import * as l10n from "@vscode/l10n";
import type * as vscode from "vscode";
import { messageOf } from "../../common/errors";
import { pickOne } from "../../host/picks";
import type { Disposable } from "../../common/disposable";
import { setContextKey } from "../../host/contextKeys";
import { createLogChannel } from "../../host/outputLogs";
import { registerLogLanguage } from "../../logs/logLanguage";
import { WorkerTail } from "../../logs/workerTail";
import type { FollowedLog } from "../../operations/log/openLog";
import type { TailFilter, TailSink } from "../../logs/workerTail";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Environment } from "../../targets/environment";
import { traceIdArgument } from "../arguments";
import type { CommandContext } from "../context";
import { chooseMessage } from "../message/messagePick";
import type { CommandMap } from "../../host/commandIds";

/** The worker's log as an output channel, and explanations of codes and lines in any log. */
export function getLogCommands(context: CommandContext): CommandMap {
  registerLogLanguage(context.owned, context);
  const tail = context.owned.push(new TailOfWindow(context));
  return {
    "messaging.logs.tail": () => tail.start(),
    "messaging.logs.stop": () => tail.stop(),
    "messaging.logs.filter": (message) => tail.filter(message),
  };
}

/** The window's only tail: follows the selected environment's worker across restarts, until the user stops it. */
class TailOfWindow implements Disposable {
  readonly #context: CommandContext;
  #channel: vscode.LogOutputChannel | undefined;
  #tail: WorkerTail | undefined;
  /** The followed environment and source; another environment, or another stack, has another log. */
  #environment: Environment | undefined;
  #source: FollowedLog | undefined;
  /** Held while the tail runs: watches the stack, so that the worker's end is reported at once. */
  #watches: Disposable[] = [];

  constructor(context: CommandContext) {
    this.#context = context;
  }

  async start(): Promise<void> {
    const source = this.#sourceOf(await this.#context.environment.open());
    const tail = this.#open();
    this.#channel?.show(true);
    if (tail.isFollowing && !tail.filter) return;
    this.#watch();
    if (tail.filter) this.#run(tail.showOnly(undefined, source));
    else this.#run(tail.follow(source));
  }

  stop(): void {
    this.#tail?.stop();
    this.#rest();
  }

  /** Shows one message's lines only; asks which one, or returns to all lines. */
  async filter(argument: unknown): Promise<void> {
    const filter = await this.#chooseFilter(argument);
    if (filter === null) return;
    const source = this.#sourceOf(await this.#context.environment.open());
    const tail = this.#open();
    this.#channel?.show(true);
    this.#watch();
    this.#run(tail.showOnly(filter, source));
  }

  dispose(): void {
    this.stop();
    this.#channel?.dispose();
  }

  /** null: the user cancelled. */
  async #chooseFilter(argument: unknown): Promise<TailFilter | undefined | null> {
    const { messages } = this.#context;
    if (traceIdArgument(argument) === undefined && this.#tail?.filter) {
      const all = l10n.t("All messages");
      const one = l10n.t("Another message …");
      const picked = await pickOne([{ label: all }, { label: one }], {
        placeHolder: l10n.t("Shown: {0}", this.#tail.filter.title),
      });
      if (picked === undefined) return null;
      if (picked.label === all) return undefined;
    }
    const trace = await chooseMessage(messages, argument, l10n.t("Choose whose lines to show"));
    return trace ? filterOf(trace) : null;
  }

  #open(): WorkerTail {
    this.#channel ??= createLogChannel("Messaging Worker");
    this.#tail ??= new WorkerTail(
      sinkOf(this.#channel),
      this.#context.knowledge().createAnnotator(this.#context.language),
    );
    return this.#tail;
  }

  #run(ended: Promise<void>): void {
    setContextKey("messaging.logsTailing", true);
    ended.catch((error: unknown) => this.#context.log.error(`[logs] ${messageOf(error)}`));
  }

  #watch(): void {
    if (this.#watches.length > 0) return;
    const { stack, environment } = this.#context;
    this.#watches = [
      stack.changed.subscribe(() => void this.#stackChanged()),
      environment.changed.subscribe(() => this.stop()),
      // While the stack is watched, it reports the worker's end at once.
      ...(environment.isLocal ? [stack.watch()] : []),
    ];
  }

  #rest(): void {
    for (const watch of this.#watches) void watch.dispose();
    this.#watches = [];
    setContextKey("messaging.logsTailing", false);
  }

  async #stackChanged(): Promise<void> {
    const { stack, environment } = this.#context;
    const { state } = stack;
    const tail = this.#tail;
    if (!environment.isLocal || state.kind !== "live" || !tail) return;
    if (state.measurement) tail.note(state.measurement.snapshot.worker);
    const now = await environment.peek();
    // A running stack may cut off a slow reader: the tail then resumes where it was.
    if (!now || (now === this.#environment && tail.isFollowing)) return;
    this.#run(tail.follow(this.#sourceOf(now)));
  }

  /** Error: `no-log`. */
  #sourceOf(environment: Environment): FollowedLog {
    if (environment !== this.#environment || !this.#source) {
      this.#source = this.#context.operations().openLog(environment, "worker");
      this.#environment = environment;
    }
    return this.#source;
  }
}

function sinkOf(channel: vscode.LogOutputChannel): TailSink {
  return {
    clear: () => channel.clear(),
    write: (severity, text) => {
      switch (severity) {
        case "info":
          return channel.info(text);
        case "warning":
          return channel.warn(text);
        case "error":
          return channel.error(text);
      }
    },
  };
}

/** A line belongs to a message by trace id, queue message id or provider group id. */
function filterOf({ traceId, messageId, startedAt, events }: MessageTrace): TailFilter {
  const groups = events.flatMap(({ details }) => ("groupId" in details ? [details.groupId] : []));
  const ids = [...new Set([traceId, ...(messageId === undefined ? [] : [messageId]), ...groups])];
  return { title: traceId, ids, since: startedAt };
}
