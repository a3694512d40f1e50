import type { DebugProtocol } from "@vscode/debugprotocol";

/** What a session sends by itself: `stopped`, `thread`, `output` … */
export type EmitDebugEvent = (event: DebugProtocol.Event) => void;

/**
 * What one session debugs: live messages, or a run that was recorded. The session speaks the protocol and words errors;
 * a run knows threads and what they contain. A method that is absent is not offered.
 */
export interface DebugRun {
  /** Beyond those of every run. */
  readonly capabilities: DebugProtocol.Capabilities;
  threads(): DebugProtocol.Thread[];
  frames(threadId: number): Promise<DebugProtocol.StackFrame[]>;
  scopes(frameId: number): DebugProtocol.Scope[];
  variables(reference: number): DebugProtocol.Variable[];
  textOf(sourceReference: number): string | undefined;
  setVariable?(reference: number, name: string, value: string): Promise<string>;
  setFilters?(filters: readonly DebugProtocol.ExceptionFilterOptions[]): Promise<DebugProtocol.Breakpoint[]>;
  setFunctions?(breakpoints: readonly DebugProtocol.FunctionBreakpoint[]): Promise<DebugProtocol.Breakpoint[]>;
  evaluate?(expression: string, frameId: number | undefined, context: string | undefined): Promise<string>;
  completions?(text: string): DebugProtocol.CompletionItem[];
  exceptionInfo?(threadId: number): DebugProtocol.ExceptionInfoResponse["body"];
  continue(threadId: number): Promise<void>;
  /** To the next layer. */
  next(threadId: number): Promise<void>;
  /** To the next point. */
  stepIn(threadId: number): Promise<void>;
  stepBack?(threadId: number): Promise<void>;
  reverseContinue?(threadId: number): Promise<void>;
  /** After the client is ready: breakpoints are set. */
  begin(): void;
  end(): Promise<void>;
}
