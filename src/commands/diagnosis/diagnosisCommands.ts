import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { layerTitle } from "../../runtime/message/layerLines";
import type { Diagnosis } from "../../diagnosis/diagnosis";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import { messageOf } from "../../common/errors";
import { withCancellableProgress } from "../../host/progress";
import { traceIdArgument } from "../arguments";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";
import type { CommandMap } from "../../host/commandIds";
import type { SendMemory } from "../../window/messages/sendMemory";
import { logFailedProbes, tellVerdict } from "./verdictToast";

export interface DiagnosisParts {
  documents: Documents;
  memory: SendMemory;
}

type Report = (message: string) => void;

export function getDiagnosisCommands(context: CommandContext, { documents, memory }: DiagnosisParts): CommandMap {
  const run = async (argument: unknown, signal: AbortSignal, report: Report) => {
    if (context.environment.isLocal && !context.stack.client) report(l10n.t("starting the local stack"));
    else report(l10n.t("collecting evidence"));
    const environment = await context.environment.open();
    const trace = await subjectOf(context, argument);
    const sent = trace && memory.sentOf(trace.traceId);
    const found = await context.operations().diagnoseNow(
      environment,
      {
        ...(trace && { trace }),
        ...(sent && { sent }),
        ...(!trace && { tenantCode: memory.last(environment).tenantCode }),
      },
      context.operation(signal),
    );
    for (const { layer, status } of found.diagnosis.layers) report(`${layerTitle[layer]}: ${statusText(status)}`);
    logFailedProbes(context, found.failed);
    signal.throwIfAborted();
    return { environment, ...found };
  };

  const withSteps = async (argument: unknown) => {
    const done = await withCancellableProgress(l10n.t("Diagnosing"), (signal, report) =>
      cancellable(signal, () => run(argument, signal, report)),
    );
    const { trace, diagnosis } = done;
    const tenantCode = trace?.tenantCode;
    if (done.isMessageKnown)
      context.findings.set({
        diagnosis,
        ...(trace && { traceId: trace.traceId }),
        ...(tenantCode !== undefined && { tenantCode }),
      });
    return done;
  };

  return {
    "messaging.diagnosis.run": async (argument) => {
      const done = await withSteps(argument);
      void tellVerdict(context, done).catch((error: unknown) => context.log.error(messageOf(error)));
      return { ...done.diagnosis, ...(done.present && { now: done.present }) };
    },
    "messaging.diagnosis.copyReport": async (argument) => {
      const { diagnosis, evidence, present } = await withSteps(argument);
      const { renderMarkdown, presentLines } = context.operations();
      const now = present ? presentLines(present) : [];
      const text = renderMarkdown(diagnosis, evidence, { language: context.language, now });
      await vscode.env.clipboard.writeText(text);
      void context.notifier.info(l10n.t("Report copied. Recipients and secrets are masked."), {
        title: l10n.t("Open report"),
        run: () => documents.open("report.md", text),
      });
      return text;
    },
  };
}

/** The requested message, else the newest attempt to reach somebody; undefined if there is none. */
async function subjectOf(context: CommandContext, argument: unknown): Promise<MessageTrace | undefined> {
  const id = traceIdArgument(argument);
  if (id !== undefined) return context.messages.find(id);
  const recent = await context.messages.recent();
  return recent.find(({ state }) => state !== "left-out") ?? recent[0];
}

/** Lets a cancelled command return at once, without waiting for a probe or a stack that does not respond. */
function cancellable<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const cancelled = new Promise<never>((_resolve, reject) =>
    signal.addEventListener("abort", () => reject(new vscode.CancellationError()), { once: true }),
  );
  return Promise.race([run(), cancelled]);
}

function statusText(status: Diagnosis["layers"][number]["status"]): string {
  switch (status) {
    case "ok":
      return l10n.t("ok");
    case "blocked":
      return l10n.t("blocked");
    case "degraded":
      return l10n.t("degraded");
    case "unknown":
      return l10n.t("unknown");
    case "not-reached":
      return l10n.t("not reached");
  }
}
