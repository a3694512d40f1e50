import { Worker } from "node:worker_threads";

/** Names the file descriptor of a pipe from the process that handed over to this one. */
export const PARENT_PIPE = "MESSAGING_PARENT_PIPE";

/**
 * In a thread of its own: a process at full load sees the end of its parent as well. SIGTERM lets it end in good order,
 * SIGKILL ends what cannot hear it.
 */
const WATCH = `
  const { workerData } = require("node:worker_threads");
  const end = () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), 8000);
  };
  new (require("node:net").Socket)({ fd: workerData }).on("close", end).on("error", () => undefined).resume();`;

/** Ends this process with the one that handed over to it, even where that was killed. */
export function endWithParent(env: NodeJS.ProcessEnv): void {
  const pipe = env[PARENT_PIPE];
  if (pipe === undefined) return;
  delete env[PARENT_PIPE]; // not for processes that this one starts
  new Worker(WATCH, { eval: true, workerData: Number(pipe) }).unref();
}
