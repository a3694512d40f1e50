import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { QueueWriter, Writers } from "../writers";
import type { Write, WriteKind, WriteResults } from "./write";

/** How each kind of write is made; undefined if this environment does not support it. Only for the guard. */
export function performerOf(
  { api, queue, worker, tenants, provider, faults, stack }: Writers,
  write: Write,
): ((signal?: AbortSignal) => Promise<WriteResults[WriteKind]>) | undefined {
  switch (write.kind) {
    case "set-sender":
      return tenants && ((signal) => tenants.setSender(write.tenantCode, write.before, write.after, signal));
    case "send":
      return api && ((signal) => api.send(write.tenantCode, write.request, signal));
    case "enqueue":
      return queue && ((signal) => queue.enqueue(write.body, signal));
    case "resend":
      return stack && queue && ((signal) => enqueueAll(queue, write.bodies, signal));
    case "hand-to-worker":
      return worker?.hand && (() => worker.hand!(write.body));
    case "send-to-sandbox":
      return provider?.send && ((signal) => provider.send!(write.tenantCode, write.message, signal));
    case "receive":
      return queue && ((signal) => queue.receive(write.limit, write.from, signal));
    case "redrive":
      return queue && ((signal) => queue.redrive(write.limit, write.only, signal));
    case "create-queue":
      return queue?.create && ((signal) => queue.create!(signal));
    case "start-worker":
      return worker?.start && ((signal) => worker.start!(signal));
    case "stop-worker":
      return worker?.stop && ((signal) => worker.stop!(signal));
    case "restart-worker":
      return worker?.restart && ((signal) => worker.restart!(signal));
    case "set-worker-aside":
      return worker?.setAside && (() => worker.setAside!());
    case "inject-fault":
      return faults && ((signal) => faults.inject(write.cause, signal));
    case "set-up-case":
      return faults && (() => faults.setUpCase(write.settings));
    case "clear-faults":
      return faults && ((signal) => faults.clear(write.cause, signal));
    case "import-students":
      return stack && (() => stack.importStudents(write.tenantCode, write.students));
    case "set-hold-rules":
      return stack && (() => stack.setHoldRules(write.rules));
    case "edit-held":
      return stack && (() => stack.editHeld(write.id, write.edits));
    case "release-held":
      return stack && (() => stack.releaseHeld(write.id, write.order));
    case "stop-stack":
      return stack && (() => stack.stop());
  }
}

async function enqueueAll(queue: QueueWriter, bodies: readonly string[], signal?: AbortSignal): Promise<number> {
  let sent = 0;
  for (const body of bodies) {
    signal?.throwIfAborted();
    await queue.enqueue(body, signal);
    sent += 1;
  }
  return sent;
}

/** Error `not-offered` or `local-only`, with an alternative as the next step. */
export function notOffered(environment: string, { kind }: Write): ExpectedError {
  const refusal = (sentence: string, nextStep = l10n.t("Add it there.")) =>
    new ExpectedError("not-offered", sentence, nextStep);
  switch (kind) {
    case "set-sender":
      return refusal(l10n.t("{0} has no tenant data in its settings", environment));
    case "send":
      return refusal(l10n.t("{0} has no API in its settings", environment));
    case "enqueue":
    case "receive":
    case "redrive":
      return refusal(l10n.t("{0} has no queue in its settings", environment));
    case "hand-to-worker":
    case "send-to-sandbox":
      return refusal(
        l10n.t("A test send to {0} starts at the API or at the queue", environment),
        l10n.t("Choose another start."),
      );
    case "create-queue":
      return refusal(
        l10n.t("The queue of {0} cannot be created from here", environment),
        l10n.t("Create it where the backend's infrastructure is described."),
      );
    case "start-worker":
    case "stop-worker":
    case "restart-worker":
      return refusal(
        l10n.t("The worker of {0} cannot be started or stopped from here", environment),
        l10n.t("Start or stop it where it runs."),
      );
    case "set-worker-aside":
    case "inject-fault":
    case "set-up-case":
    case "clear-faults":
    case "resend":
    case "import-students":
    case "set-hold-rules":
    case "edit-held":
    case "release-held":
    case "stop-stack":
      return localOnly(environment);
  }
}

/** Error `local-only`, for an environment other than the local stack. */
export const localOnly = (environment: string) =>
  new ExpectedError(
    "local-only",
    l10n.t("This belongs to the local stack, and {0} is selected", environment),
    l10n.t("Select the local stack first."),
  );
