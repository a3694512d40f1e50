import { createInterface } from "node:readline";
import * as l10n from "@vscode/l10n";
import type { ExpectedError } from "../../common/errors";
import { maskText } from "../../common/masking";
import type { ProcessExit, SpawnedProcess } from "../docker/containerProcess";
import { helperGone, helperNotStarted, HelperRefusal, helperTimeout } from "./helperErrors";
import type { HelperFailure } from "./helperErrors";
import { asciiJson, MARKER } from "./helperSource";

/** What the helper reports when it is ready. */
export interface HelperInfo {
  /** "3.2.25" */
  django: string;
  /** Django's vendor name: postgresql, sqlite, mysql. */
  vendor: string;
  /** Database name; for a file, without its folder. */
  database: string;
}

type Answer =
  | { ready: HelperInfo }
  | { id: number; result: unknown }
  | { id: number; error: HelperFailure }
  | { error: HelperFailure };

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/** Django with its applications starts within a second or two; a cold container takes longer. */
const START_WITHIN_MS = 30_000;

/** Longer than the helper's own timeouts for locks and statements, so a later answer never comes. */
export const HELPER_ANSWER_WITHIN_MS = 15_000;

/** The request id reserved for the helper's first line. */
const STARTING = 0;

/** Kept from standard error, for the sentence that says why it ended. */
const KEPT_ERROR_CHARACTERS = 8_000;

/**
 * One run of the helper's process.
 *
 *     starting ─"ready"─▶ ready ─end of the process, a late answer, end()─▶ ended
 *         └─end of the process, too late, end()─▶ ended
 *
 * Requests pending at its end fail with `helper-gone`; a late answer ends it with `helper-timeout`, since the next
 * answer would be as late.
 */
export class HelperSession {
  readonly ready: Promise<HelperInfo>;
  /** Resolves once it accepts no more requests. */
  readonly ended: Promise<void>;
  readonly #process: SpawnedProcess;
  readonly #answerWithinMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #errorTail = "";
  /** Why it ended or is about to; later requests fail with this. */
  #end: ExpectedError | undefined;
  #tellEnd!: () => void;

  constructor(process: SpawnedProcess, answerWithinMs: number) {
    this.#process = process;
    this.#answerWithinMs = answerWithinMs;
    process.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#errorTail = (this.#errorTail + text).slice(-KEPT_ERROR_CHARACTERS);
    });
    // Ignores writes to a process that has exited; `exit` reports it.
    process.stdin.on("error", () => undefined);
    this.ended = new Promise((resolve) => (this.#tellEnd = resolve));
    this.ready = this.#start();
    this.ready.catch(() => undefined);
  }

  /** @throws HelperRefusal; ExpectedError `helper-gone`, `helper-timeout`; the signal's reason */
  call(request: { operation: string } & Record<string, unknown>, signal?: AbortSignal): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (this.#end) return reject(this.#end);
      if (signal?.aborted) return reject(signal.reason as Error);
      const timer = setTimeout(
        () => this.#endWith(helperTimeout(request.operation, this.#answerWithinMs)),
        this.#answerWithinMs,
      );
      const abort = () => settle(() => reject(signal?.reason as Error));
      const settle = (how: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        this.#waiting.delete(id);
        how();
      };
      signal?.addEventListener("abort", abort);
      this.#waiting.set(id, {
        resolve: (result) => settle(() => resolve(result)),
        reject: (error) => settle(() => reject(error as Error)),
      });
      this.#process.stdin.write(`${asciiJson({ ...request, id })}\n`);
    });
  }

  /** Closes its input, so that it exits after its current request; kills a process that hangs. */
  async end(): Promise<void> {
    this.#endWith(helperGone(l10n.t("it was told to end")), () => this.#process.stdin.end());
    const timer = setTimeout(() => this.#process.kill(), 3_000);
    await this.#process.exited;
    clearTimeout(timer);
  }

  #start(): Promise<HelperInfo> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#endWith(helperNotStarted(l10n.t("not ready after {0} seconds", START_WITHIN_MS / 1_000)));
      }, START_WITHIN_MS);
      this.#waiting.set(STARTING, {
        resolve: (info) => settle(() => resolve(info as HelperInfo)),
        reject: (error) => settle(() => reject(error as Error)),
      });
      const settle = (how: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(STARTING);
        how();
      };
      createInterface({ input: this.#process.stdout }).on("line", (line) => this.#read(line));
      void this.#process.exited.then((exit) => this.#exited(exit));
    });
  }

  #read(line: string): void {
    // Anything else is the backend's own output.
    if (!line.startsWith(MARKER)) return;
    const answer = answerIn(line.slice(MARKER.length));
    if (!answer) return;
    const waiting = this.#waiting.get("id" in answer ? answer.id : STARTING);
    if ("ready" in answer) waiting?.resolve(answer.ready);
    else if ("error" in answer) waiting?.reject(new HelperRefusal(answer.error));
    else waiting?.resolve(answer.result);
  }

  #exited({ exitCode, error }: ProcessExit): void {
    const how = error?.message ?? l10n.t("exit {0}", exitCode ?? "?");
    const why = lastLine(this.#errorTail);
    const text = why ? `${how}, ${why}` : how;
    if (!this.#waiting.has(STARTING)) this.#endWith(helperGone(text, error));
    else this.#endWith(error ?? helperNotStarted(text));
  }

  #endWith(why: ExpectedError, end: () => void = () => this.#process.kill()): void {
    if (this.#end) return;
    this.#end = why;
    this.#tellEnd();
    for (const waiting of [...this.#waiting.values()]) waiting.reject(why);
    end();
  }
}

/** Undefined: not the helper's own line, but the backend's output that happens to begin like one. */
function answerIn(json: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(json);
    return typeof answer === "object" && answer !== null ? (answer as Answer) : undefined;
  } catch {
    return undefined;
  }
}

/** The last line of a traceback names the error. */
function lastLine(text: string): string | undefined {
  const line = text.trimEnd().split("\n").at(-1)?.trim();
  return line && maskText(line.slice(0, 500));
}
