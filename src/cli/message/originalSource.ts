import fs from "node:fs";
import type { OperationContext } from "../../operations/operation";
import type { Original } from "../../operations/reproduction/localCase";
import { originalIn, originalOf } from "../../operations/reproduction/originals";
import { onEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import type { StackChoice } from "../stack/stackSession";

/** The message in a file of that name, else the one with that id in the chosen environment or the running stack. */
export const originalAt = (
  source: string,
  stack: StackChoice,
  choice: EnvironmentChoice,
  operation: OperationContext,
): Promise<Original | undefined> =>
  fs.existsSync(source)
    ? originalIn(source, operation)
    : onEnvironment(stack, choice, "running", (environment) => originalOf(environment, source, operation));
