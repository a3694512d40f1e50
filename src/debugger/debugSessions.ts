import type { DebugSession } from "@vscode/debugadapter";
import type { DebugHost } from "./debugHost";
import { MessageDebugSession } from "./messageDebugSession";

/** One debug session inside this process, as VS Code's inline implementation takes it. */
export const createDebugSession = (host: DebugHost): DebugSession => new MessageDebugSession(host);

/** One debug session on this process's stdin and stdout; resolves when the client has gone. */
export function serveDebugSession(host: DebugHost): Promise<void> {
  const session = new MessageDebugSession(host);
  return new Promise((resolve) => {
    session.on("close", () => void session.end().then(resolve));
    session.onEnded = resolve;
    session.start(process.stdin, process.stdout);
  });
}
