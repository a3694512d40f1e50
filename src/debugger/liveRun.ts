import { tell } from "../runtime/message/stepTexts";
import { Handles, OutputEvent, Scope, Source, StoppedEvent, TerminatedEvent, ThreadEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import * as l10n from "@vscode/l10n";
import path from "node:path";
import { messageOf } from "../common/errors";
import { maskFields, maskText } from "../common/masking";
import { callingPlaces } from "../operations/debugging/callingPlace";
import { editHeld } from "../operations/debugging/editHeld";
import { releaseHeld } from "../operations/debugging/releaseHeld";
import { sendHeldAgain } from "../operations/debugging/sendHeldAgain";
import { setHoldRules } from "../operations/debugging/setHoldRules";
import { valueIn, watchHolds } from "../operations/debugging/watchHolds";
import type { OperationContext } from "../operations/operation";
import { payloadOf } from "../runtime/holds/heldBody";
import type { HeldMessage, HoldNews, HoldOrder, HoldRule } from "../runtime/holds/holdMessages";
import { holdPoints, isHoldPoint } from "../runtime/holds/holdPoint";
import type { SequencedEvent } from "../runtime/stack/eventHub";
import type { Environment } from "../targets/environment";
import { atLine, DebugDocuments } from "./debugDocuments";
import type { DebugPlace } from "./debugDocuments";
import type { DebugRun, EmitDebugEvent } from "./debugRun";
import { heldCommandNames, helpText, readHeldCommand } from "./heldCommands";
import { threadName } from "./heldThread";
import type { HeldThread } from "./heldThread";
import { clockText, heldScopes, maskedRequest } from "./heldVariables";
import { pointTitle } from "./holdFilters";
import { nodeOf, VariableTree } from "./variableNodes";
import type { VariableNode } from "./variableNodes";

/** Attaches to the local stack; nothing is held before the client says where. Errors: `local-only`, `debugger-attached`. */
export async function openLiveRun(
  environment: Environment,
  context: OperationContext,
  emit: EmitDebugEvent,
): Promise<DebugRun> {
  const run = new LiveRun(environment, context, emit);
  await run.attach();
  return run;
}

interface FrameOf {
  scopes: () => readonly { name: string; nodes: readonly VariableNode[] }[];
  thread: HeldThread;
}

/** Messages of the local stack, each a thread while it is held; see HeldThread. */
class LiveRun implements DebugRun {
  readonly capabilities = {};
  readonly #environment: Environment;
  readonly #context: OperationContext;
  readonly #emit: EmitDebugEvent;
  readonly #detached = new AbortController();
  /** By trace id. */
  readonly #threads = new Map<string, HeldThread>();
  readonly #documents = new DebugDocuments();
  readonly #tree = new VariableTree();
  readonly #frames = new Handles<FrameOf>();
  /** Rules are set one after the other. */
  #rulesSet: Promise<unknown> = Promise.resolve();
  #filters: readonly HoldRule[] = [];
  #functions: readonly HoldRule[] = [];
  /** A message that is held again is the same thread. */
  readonly #ids = new Map<string, number>();
  #watching: Promise<void> = Promise.resolve();

  constructor(environment: Environment, context: OperationContext, emit: EmitDebugEvent) {
    this.#environment = environment;
    this.#context = context;
    this.#emit = emit;
  }

  async attach(): Promise<void> {
    const { signal } = this.#detached;
    const since = (await this.#environment.traces?.position(signal)) ?? 0;
    const news = watchHolds(this.#environment, signal)[Symbol.asyncIterator]();
    await news.next(); // "ready"
    this.#watching = Promise.all([this.#follow(news), this.#followEvents(since)]).then(() => undefined);
  }

  begin(): void {
    this.#say(l10n.t("Messages are held at the points checked under Breakpoints. All others run on."));
  }

  async end(): Promise<void> {
    this.#detached.abort();
    await this.#watching;
  }

  threads(): DebugProtocol.Thread[] {
    return [...this.#threads.values()].map(({ id, name }) => ({ id, name }));
  }

  async frames(threadId: number): Promise<DebugProtocol.StackFrame[]> {
    const thread = this.#thread(threadId);
    const { held } = thread;
    if (!held) return [];
    const trace = await this.#environment.traces?.trace(held.traceId).catch(() => undefined);
    const payload = Object.keys(payloadOf(held.body)).length > 0 ? maskedRequest(held.body) : maskText(held.body);
    const { language } = this.#context;
    const edit = (edits: Parameters<typeof editHeld>[2]) => this.#edit(thread, edits);
    const scopes = () => heldScopes(this.#heldIn(thread), language, edit);
    const document = held.request === undefined ? payload : maskedRequest(held.request);
    const shown = this.#documents.add(`${held.traceId}.json`, document);
    const top = this.#frame(`${pointTitle(held.point)}, ${clockText(held)}`, shown, { thread, scopes });
    const doing = (await this.#placesOf(held)).map(({ name, ...place }, index) =>
      this.#frame(index === 0 ? pointTitle(held.point) : name, place, { thread, scopes }),
    );
    const passed = (trace?.events ?? []).toReversed().map((event) => {
      const passedScopes = () => [{ name: l10n.t("Event"), nodes: detailsOf(event) }];
      const document = { ...event, details: shownDetails(event.details) };
      const place = this.#documents.add(`${event.type}.json`, document, "details");
      return this.#frame(`${tell(event).title} ${timeOf(event.at)}`, place, { thread, scopes: passedScopes });
    });
    return [...doing, top, ...passed];
  }

  scopes(frameId: number): DebugProtocol.Scope[] {
    const scopes = this.#frames.get(frameId)?.scopes() ?? [];
    return scopes
      .filter(({ nodes }) => nodes.length > 0)
      .map(({ name, nodes }) => new Scope(name, this.#tree.reference(nodes)));
  }

  variables(reference: number): DebugProtocol.Variable[] {
    return this.#tree.variables(reference);
  }

  textOf(sourceReference: number): string | undefined {
    return this.#documents.textOf(sourceReference);
  }

  async setVariable(reference: number, name: string, value: string): Promise<string> {
    const node = this.#tree.find(reference, name);
    if (!node?.set) throw new Error(l10n.t("{0} cannot be changed here", name));
    return node.set(value);
  }

  setFilters(filters: readonly DebugProtocol.ExceptionFilterOptions[]): Promise<DebugProtocol.Breakpoint[]> {
    return this.#inTurn(() => {
      this.#filters = filters.flatMap(({ filterId, condition }) =>
        isHoldPoint(filterId) ? [{ point: filterId, ...(condition && { condition }) }] : [],
      );
      return this.#apply(this.#filters, 0);
    });
  }

  setFunctions(breakpoints: readonly DebugProtocol.FunctionBreakpoint[]): Promise<DebugProtocol.Breakpoint[]> {
    return this.#inTurn(async () => {
      const known = breakpoints.filter(({ name }) => isHoldPoint(name.trim()));
      this.#functions = known.flatMap(({ name, condition }) => {
        const point = name.trim();
        return isHoldPoint(point) ? [{ point, ...(condition && { condition }) }] : [];
      });
      const verified = await this.#apply(this.#functions, this.#filters.length);
      return breakpoints.map((breakpoint) => verified[known.indexOf(breakpoint)] ?? noSuchPoint(breakpoint.name));
    });
  }

  async evaluate(expression: string, frameId: number | undefined, context: string | undefined): Promise<string> {
    const command = context === "repl" ? readHeldCommand(expression) : undefined;
    if (command && "problem" in command) throw new Error(command.problem);
    if (command?.kind === "help") return helpText();
    const thread = frameId === undefined ? undefined : this.#frames.get(frameId)?.thread;
    if (!thread) throw new Error(l10n.t("Select a held message in the call stack first"));
    const held = this.#heldIn(thread);
    if (!command) return maskText(valueIn(expression, held));
    if (command.kind !== "again") {
      await this.#release(thread, command);
      return l10n.t("Done");
    }
    const sent = await sendHeldAgain(this.#environment, held, this.#context);
    if (!sent) return l10n.t("Cancelled");
    return sent.traceId === undefined ? l10n.t("Sent to the sandbox") : l10n.t("Sent again as {0}", sent.traceId);
  }

  completions(text: string): DebugProtocol.CompletionItem[] {
    return heldCommandNames
      .filter((name) => name.startsWith(text))
      .map((label) => ({ label, start: 0, length: text.length }));
  }

  exceptionInfo(threadId: number): DebugProtocol.ExceptionInfoResponse["body"] {
    const { refusal = "", answer, point } = this.#heldIn(this.#thread(threadId));
    return { exceptionId: answer?.code || pointTitle(point), description: maskText(refusal), breakMode: "always" };
  }

  continue(threadId: number): Promise<void> {
    return this.#release(this.#thread(threadId), { kind: "continue" });
  }

  next(threadId: number): Promise<void> {
    const thread = this.#thread(threadId);
    return this.#step(thread, this.#heldIn(thread).layer);
  }

  stepIn(threadId: number): Promise<void> {
    return this.#step(this.#thread(threadId), undefined);
  }

  async #follow(news: AsyncIterator<HoldNews>): Promise<void> {
    try {
      for (let next = await news.next(); !next.done; next = await news.next()) this.#heard(next.value);
    } catch (error) {
      if (!this.#detached.signal.aborted) this.#say(messageOf(error), "stderr");
    }
    if (!this.#detached.signal.aborted) this.#emit(new TerminatedEvent());
  }

  async #followEvents(since: number): Promise<void> {
    try {
      for await (const event of this.#environment.traces?.events(since, this.#detached.signal) ?? [])
        this.#passed(event);
    } catch {
      // The stream of holds meets the same end, and says so.
    }
  }

  /** A running thread whose message has ended ends too. */
  #passed({ type, traceId }: SequencedEvent): void {
    const thread = this.#threads.get(traceId);
    if (!thread) return;
    const isOver = ["queue.deleted", "queue.dead-lettered", "queue.expired", "api.enqueue-failed"].includes(type);
    if (isOver && !thread.held) this.#leave(traceId, thread);
  }

  #heard(news: HoldNews): void {
    switch (news.kind) {
      case "held":
        return this.#stop(news.held);
      case "gone": {
        const thread = this.#threads.get(news.traceId);
        if (thread?.held?.id !== news.id) return;
        thread.held = undefined;
        if (news.how === "lost")
          this.#say(l10n.t("{0}: whoever held it has ended. The queue delivers it again.", thread.name));
        return this.#leave(news.traceId, thread);
      }
      case "full":
        return this.#say(l10n.t("{0} messages are held. Others pass until some go on.", news.most));
      case "ready":
        return;
    }
  }

  #stop(held: HeldMessage): void {
    const known = this.#threads.get(held.traceId);
    const thread: HeldThread = known ?? { id: this.#idOf(held), name: threadName(held), held, leaving: undefined };
    thread.held = held;
    if (held.why === "step" && thread.leaving === held.layer) {
      void this.#step(thread, held.layer).catch(() => undefined);
      return;
    }
    thread.leaving = undefined;
    const isFirst = ![...this.#threads.values()].some((each) => each !== thread && each.held);
    if (isFirst) this.#tree.reset();
    if (!known) {
      this.#threads.set(held.traceId, thread);
      this.#emit(new ThreadEvent("started", thread.id));
    }
    const reason = held.why === "refusal" ? "exception" : held.why === "step" ? "step" : "breakpoint";
    const text = maskText(held.refusal ?? "");
    const description = l10n.t("Held: {0}", pointTitle(held.point));
    const stopped: DebugProtocol.StoppedEvent = new StoppedEvent(reason, thread.id, text);
    Object.assign(stopped.body, { description, allThreadsStopped: false, preserveFocusHint: !isFirst });
    this.#emit(stopped);
  }

  async #step(thread: HeldThread, leaving: HeldThread["leaving"]): Promise<void> {
    const held = this.#heldIn(thread);
    thread.held = undefined;
    thread.leaving = leaving;
    await this.#order(thread, held, { kind: "step" });
  }

  async #release(thread: HeldThread, order: HoldOrder): Promise<void> {
    const held = this.#heldIn(thread);
    await this.#order(thread, held, order);
  }

  async #order(thread: HeldThread, held: HeldMessage, order: HoldOrder): Promise<void> {
    try {
      if (!(await releaseHeld(this.#environment, held, order, this.#context))) thread.held = held;
    } catch (error) {
      if (order.kind === "step") thread.held = held;
      throw error;
    }
  }

  async #edit(thread: HeldThread, edits: Parameters<typeof editHeld>[2]): Promise<HeldMessage> {
    const held = this.#heldIn(thread);
    const edited = await editHeld(this.#environment, held, edits, this.#context);
    if (!edited) throw new Error(l10n.t("Cancelled"));
    thread.held = edited;
    return edited;
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#rulesSet.then(run);
    this.#rulesSet = turn.catch(() => undefined);
    return turn;
  }

  async #apply(rules: readonly HoldRule[], from: number): Promise<DebugProtocol.Breakpoint[]> {
    const problems = await setHoldRules(this.#environment, [...this.#filters, ...this.#functions], this.#context);
    return rules.map((_rule, index) => {
      const message = problems?.[from + index];
      return message ? { verified: false, message } : { verified: true };
    });
  }

  #leave(traceId: string, thread: HeldThread): void {
    this.#threads.delete(traceId);
    this.#emit(new ThreadEvent("exited", thread.id));
  }

  #idOf({ traceId }: HeldMessage): number {
    const id = this.#ids.get(traceId) ?? this.#ids.size + 1;
    this.#ids.set(traceId, id);
    return id;
  }

  #frame(name: string, place: DebugPlace, of: FrameOf): DebugProtocol.StackFrame {
    return { id: this.#frames.create(of), name, ...atLine(place) };
  }

  /** The lines of the user's own code that wait here: those that its program names, else the one that is found. */
  async #placesOf(held: HeldMessage): Promise<{ name: string; source: Source; line: number }[]> {
    const { workspace } = this.#context;
    const found = await callingPlaces(workspace, held);
    return found.map(({ file, line, name = "" }) => ({ name, source: new Source(path.basename(file), file), line }));
  }

  #thread(threadId: number): HeldThread {
    for (const thread of this.#threads.values()) if (thread.id === threadId) return thread;
    throw new Error(l10n.t("This message is no longer held"));
  }

  #heldIn({ held }: HeldThread): HeldMessage {
    if (held) return held;
    throw new Error(l10n.t("This message is no longer held"));
  }

  #say(text: string, category: "console" | "stderr" = "console"): void {
    this.#emit(new OutputEvent(`${text}\n`, category));
  }
}

const detailsOf = ({ details, at, messageId }: SequencedEvent): VariableNode[] => [
  nodeOf("at", new Date(at).toISOString()),
  ...(messageId === undefined ? [] : [nodeOf("messageId", messageId)]),
  ...Object.entries(shownDetails(details)).map(([name, value]) => nodeOf(name, value)),
];

/** Masked but for the academy's own number. */
const shownDetails = (details: SequencedEvent["details"]): Record<string, unknown> => ({
  ...maskFields(details, maskText),
  ...("sender" in details && { sender: details.sender }),
});

const timeOf = (at: number): string => new Date(at).toISOString().slice(11, 23);

const noSuchPoint = (name: string): DebugProtocol.Breakpoint => ({
  verified: false,
  message: l10n.t("There is no point {0}. Points: {1}", name, holdPoints.join(", ")),
});
