import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { distDir } from "../stack/stackFixture";

/** A client of the Debug Adapter Protocol on the stdin and stdout of `messaging debug-adapter`. */
export class DapClient {
  readonly events: DebugProtocol.Event[] = [];
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  readonly #listeners = new Set<() => void>();
  #seq = 0;
  #rest = Buffer.alloc(0);
  #errors = "";

  constructor(env: Record<string, string>, workspace = ".") {
    const options = { env: { ...process.env, MESSAGING_ANY_PORT: "1", MESSAGING_LANG: "en", ...env } };
    this.#child = spawn(process.execPath, [path.join(distDir, "cli.js"), "debug-adapter", "--workspace", workspace], {
      ...options,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.stdout.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#child.stderr.on("data", (chunk: Buffer) => (this.#errors += String(chunk)));
  }

  /** Initialized and attached, with these points; true conditions hold. */
  static async attached(
    env: Record<string, string>,
    filters: DebugProtocol.ExceptionFilterOptions[],
    workspace?: string,
  ) {
    const client = new DapClient(env, workspace);
    await client.ask("initialize", { adapterID: "messaging" });
    const attached = client.ask("attach", {});
    await client.event("initialized");
    await attached;
    await client.ask("setExceptionBreakpoints", { filters: [], filterOptions: filters });
    await client.ask("configurationDone");
    return client;
  }

  /** The body of a successful response; a refusal rejects with its sentence. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a response's shape depends on its command
  async ask(command: string, args: object = {}): Promise<any> {
    const response = await this.#request(command, args);
    if (response.success) return response.body;
    const { error } = response.body as { error?: DebugProtocol.Message };
    throw new Error(error?.format ?? response.message);
  }

  /** The next event of this kind, also one that came before it was asked for. */
  async event(name: string): Promise<DebugProtocol.Event["body"]> {
    for (;;) {
      const at = this.events.findIndex((each) => each.event === name);
      if (at >= 0) {
        const [found] = this.events.splice(at, 1);
        return found!.body;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#listeners.add(resolve);
      await promise;
      this.#listeners.delete(resolve);
    }
  }

  /** Its scopes by name, each with its variables by name, of the top frame. */
  async look(threadId: number) {
    const { stackFrames } = await this.ask("stackTrace", { threadId });
    const [top] = stackFrames as DebugProtocol.StackFrame[];
    const { scopes } = await this.ask("scopes", { frameId: top!.id });
    const found: Record<string, { reference: number; values: Record<string, string> }> = {};
    for (const { name, variablesReference: reference } of scopes as DebugProtocol.Scope[]) {
      const { variables } = await this.ask("variables", { variablesReference: reference });
      const values = (variables as DebugProtocol.Variable[]).map((each) => [each.name, each.value]);
      found[name] = { reference, values: Object.fromEntries(values) as Record<string, string> };
    }
    return { frames: stackFrames as DebugProtocol.StackFrame[], scopes: found };
  }

  /** As a client that crashes. */
  async kill(): Promise<void> {
    const gone = once(this.#child, "close");
    this.#child.stdin.end();
    this.#child.kill("SIGKILL");
    await gone;
  }

  async disconnect(): Promise<void> {
    const gone = once(this.#child, "close");
    await this.ask("disconnect");
    this.#child.stdin.end();
    assert.deepEqual(await gone, [0, null], this.#errors);
  }

  #request(command: string, args: object): Promise<DebugProtocol.Response> {
    const seq = ++this.#seq;
    const json = JSON.stringify({ seq, type: "request", command, arguments: args });
    return new Promise((resolve) => {
      this.#waiting.set(seq, resolve);
      this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
    });
  }

  #receive(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const head = this.#rest.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#rest.toString("utf8", 0, head))?.[1]);
      const end = head + 4 + length;
      if (this.#rest.length < end) return;
      const message = JSON.parse(this.#rest.toString("utf8", head + 4, end)) as DebugProtocol.ProtocolMessage;
      this.#rest = this.#rest.subarray(end);
      if (message.type === "response") {
        const response = message as DebugProtocol.Response;
        this.#waiting.get(response.request_seq)?.(response);
        this.#waiting.delete(response.request_seq);
      } else {
        this.events.push(message as DebugProtocol.Event);
        for (const listener of this.#listeners) listener();
      }
    }
  }
}
