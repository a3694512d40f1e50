import { withCancellableProgress, withViewProgress } from "../host/progress";
import { LOCAL } from "../targets/environment";
import type { SelectedEnvironment } from "../window/environments/selectedEnvironment";
import type { CommandContext } from "./context";

/** Runs each operation on the environment that is selected when it begins. */
export const createOperationRunner =
  (selected: SelectedEnvironment, operation: CommandContext["operation"]): CommandContext["perform"] =>
  async (title, run) => {
    const environment = await selected.open();
    if (environment.name === LOCAL) return withViewProgress("layers", () => run(environment, operation()));
    return withCancellableProgress(title, (signal, report) => run(environment, operation(signal, report)));
  };
