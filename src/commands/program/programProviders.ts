import * as vscode from "vscode";
import type { CommandContext } from "../context";
import type { LaterModule } from "../laterModule";
import type { OwnPrograms } from "./ownPrograms";

const TYPE = "messaging";

/** Registers the task type and the launch configurations; what they do is loaded at their first use. */
export function registerPrograms(
  context: CommandContext,
  later: () => LaterModule,
  distDir: string,
): vscode.Disposable {
  let loaded: OwnPrograms | undefined;
  const programs = () => (loaded ??= context.owned.push(new (later().OwnPrograms)(context, distDir)));
  const provideDebugConfigurations = () => programs().configurations();
  return vscode.Disposable.from(
    vscode.tasks.registerTaskProvider(TYPE, {
      provideTasks: () => programs().tasks(),
      resolveTask: (task) => programs().resolveTask(task),
    }),
    vscode.debug.registerDebugConfigurationProvider(
      TYPE,
      { provideDebugConfigurations },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    vscode.debug.registerDebugConfigurationProvider(TYPE, {
      provideDebugConfigurations,
      resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) => {
        if (configuration["role"] === undefined && configuration["service"] === undefined) return configuration;
        const own = programs();
        return configuration.request === "attach"
          ? own.attach(folder, configuration)
          : own.launch(folder, configuration);
      },
    }),
  );
}
