import { Worker } from "node:worker_threads";

/** Variable with the file descriptor of a pipe from the process that handed over to this one. */
export const PARENT_PIPE = "MESSAGING_PARENT_PIPE";

/**
 * Runs in its own thread, so that a fully loaded process also notices its parent's end. SIGTERM allows a clean exit;
 * SIGKILL ends a process that does not respond.
 */
const WATCH = `
  const { workerData } = require("node:worker_threads");
  const end = () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), 8000);
  };
  new (require("node:net").Socket)({ fd: workerData }).on("close", end).on("error", () => undefined).resume();`;

/** Ends this process with the one that handed over to it, even if that one was killed. */
export function endWithParent(env: NodeJS.ProcessEnv): void {
  const pipe = env[PARENT_PIPE];
  if (pipe === undefined) return;
  delete env[PARENT_PIPE]; // child processes must not inherit it
  new Worker(WATCH, { eval: true, workerData: Number(pipe) }).unref();
}
