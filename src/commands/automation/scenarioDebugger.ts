import { randomUUID } from "node:crypto";
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError } from "../../common/errors";
import type { ScenarioPlace } from "../../operations/scenario/runScenario";
import type { DebuggedStacks } from "../debugging/debuggedStacks";

/**
 * Debugs the messages of a scenario as those of the window's stack. The first send waits until the breakpoints are set;
 * ending the session lets held messages go, and the scenario runs to its end.
 */
export const scenarioDebugger =
  (stacks: DebuggedStacks, testRun: vscode.TestRun): NonNullable<ScenarioPlace["debug"]> =>
  async (environment, name) => {
    const stack = randomUUID();
    const isSet = Promise.withResolvers<void>();
    stacks.set(stack, { environment, ready: isSet.resolve });
    let session: vscode.DebugSession | undefined;
    const isOurs = ({ configuration }: vscode.DebugSession) => configuration["stack"] === stack;
    const subscription = vscode.Disposable.from(
      vscode.debug.onDidStartDebugSession((started) => isOurs(started) && (session = started)),
      vscode.debug.onDidTerminateDebugSession((ended) => {
        if (!isOurs(ended)) return;
        session = undefined;
        isSet.resolve();
      }),
    );
    const detach = async () => {
      subscription.dispose();
      stacks.delete(stack);
      if (session) await vscode.debug.stopDebugging(session);
    };
    const configuration = { type: "messaging", request: "attach", name, stack };
    const folder = vscode.workspace.workspaceFolders?.[0];
    try {
      if (!(await vscode.debug.startDebugging(folder, configuration, { testRun }))) throw notStarted();
      await isSet.promise;
      return detach;
    } catch (error) {
      await detach();
      throw error;
    }
  };

const notStarted = () =>
  new ExpectedError(
    "debugger-not-started",
    l10n.t("The message debugger did not start"),
    l10n.t("See the output of Messaging."),
  );
