import { Handles, Scope, Source, StoppedEvent, TerminatedEvent, ThreadEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import * as l10n from "@vscode/l10n";
import path from "node:path";
import type { RecordedStep } from "../../operations/debugging/recordedSteps";
import { PrintingPlaces } from "../../operations/log/printingPlace";
import { layerTitle } from "../../runtime/message/layerLines";
import { atLine, DebugDocuments } from "../debugDocuments";
import type { DebugRun, EmitDebugEvent } from "../debugRun";
import { nodeOf, VariableTree } from "../variableNodes";

const THREAD = 1;

/** A stack of more frames is not read. */
const MOST_FRAMES = 200;

/**
 * A run that was recorded, stepped through in both directions: each step is a stop, the steps before it are its frames,
 * and its variables are those of that moment.
 *
 *     first step ⇄ … ⇄ last step ─next, continue─▶ ended
 *
 * `continue` stops at the next failure, or at the last step; `reverseContinue` at the one before, or at the first.
 */
export class RecordedRun implements DebugRun {
  readonly capabilities: DebugProtocol.Capabilities = {
    supportsStepBack: true,
    supportsSetVariable: false,
    supportsFunctionBreakpoints: false,
    supportsConditionalBreakpoints: false,
    supportsCompletionsRequest: false,
    supportsExceptionInfoRequest: false,
    supportsExceptionFilterOptions: false,
    exceptionBreakpointFilters: [],
  };
  readonly #name: string;
  readonly #steps: readonly RecordedStep[];
  readonly #emit: EmitDebugEvent;
  readonly #places: PrintingPlaces | undefined;
  readonly #documents = new DebugDocuments();
  readonly #tree = new VariableTree();
  readonly #frames = new Handles<number>();
  #at = 0;

  /** `folder`: the workspace whose code may have printed the lines. There is at least one step. */
  constructor(name: string, steps: readonly RecordedStep[], folder: string | undefined, emit: EmitDebugEvent) {
    this.#name = name;
    this.#steps = steps;
    this.#emit = emit;
    this.#places = folder === undefined ? undefined : new PrintingPlaces(folder);
  }

  begin(): void {
    this.#emit(new ThreadEvent("started", THREAD));
    this.#stop("entry");
  }

  end(): Promise<void> {
    return Promise.resolve();
  }

  threads(): DebugProtocol.Thread[] {
    return [{ id: THREAD, name: this.#name }];
  }

  async frames(): Promise<DebugProtocol.StackFrame[]> {
    const first = Math.max(0, this.#at + 1 - MOST_FRAMES);
    const indices = Array.from({ length: this.#at + 1 - first }, (_, index) => this.#at - index);
    return Promise.all(indices.map((index) => this.#frame(index)));
  }

  scopes(frameId: number): DebugProtocol.Scope[] {
    const index = this.#frames.get(frameId);
    const step = index === undefined ? undefined : this.#steps[index];
    if (!step || index === undefined) return [];
    const now = {
      ...(step.at !== undefined && { at: new Date(step.at).toISOString() }),
      text: step.title,
      ...step.values,
    };
    const before: Record<string, unknown> = {};
    for (const { values } of this.#steps.slice(0, index)) Object.assign(before, values);
    const scopes = [
      { name: l10n.t("This step"), values: now },
      { name: l10n.t("Before it"), values: before },
    ];
    return scopes
      .filter(({ values }) => Object.keys(values).length > 0)
      .map(({ name, values }) => new Scope(name, this.#tree.reference(nodesOf(values))));
  }

  variables(reference: number): DebugProtocol.Variable[] {
    return this.#tree.variables(reference);
  }

  textOf(sourceReference: number): string | undefined {
    return this.#documents.textOf(sourceReference);
  }

  next(): Promise<void> {
    return this.#go(this.#at + 1, "step");
  }

  stepIn(): Promise<void> {
    return this.next();
  }

  stepBack(): Promise<void> {
    return this.#go(Math.max(0, this.#at - 1), "step");
  }

  continue(): Promise<void> {
    const last = this.#steps.length - 1;
    if (this.#at === last) return this.#go(last + 1, "step");
    const failure = this.#steps.findIndex(({ isFailure }, index) => isFailure && index > this.#at);
    return failure < 0 ? this.#go(last, "step") : this.#go(failure, "exception");
  }

  reverseContinue(): Promise<void> {
    const failure = this.#steps.findLastIndex(({ isFailure }, index) => isFailure && index < this.#at);
    return failure < 0 ? this.#go(0, "entry") : this.#go(failure, "exception");
  }

  #go(to: number, reason: string): Promise<void> {
    // After the answer to the request that asked for it.
    setImmediate(() => {
      if (to >= this.#steps.length) return this.#emit(new TerminatedEvent());
      this.#at = to;
      this.#stop(reason);
    });
    return Promise.resolve();
  }

  #stop(reason: string): void {
    this.#tree.reset();
    const stopped: DebugProtocol.StoppedEvent = new StoppedEvent(reason, THREAD);
    const description = l10n.t("Step {0} of {1}", this.#at + 1, this.#steps.length);
    Object.assign(stopped.body, { description, allThreadsStopped: true });
    this.#emit(stopped);
  }

  async #frame(index: number): Promise<DebugProtocol.StackFrame> {
    const step = this.#steps[index]!;
    const title = (step.title.split("\n", 1)[0] ?? "").slice(0, 200);
    const place = step.templates.length > 0 ? await this.#places?.find(step.templates) : undefined;
    const at = place
      ? { source: new Source(path.basename(place.file), place.file), line: place.line }
      : this.#documents.add(`${step.layer}-${index + 1}.json`, step, "values");
    return { id: this.#frames.create(index), name: `${layerTitle[step.layer]} ${title}`, ...atLine(at) };
  }
}

const nodesOf = (values: Record<string, unknown>) => Object.entries(values).map(([name, value]) => nodeOf(name, value));
