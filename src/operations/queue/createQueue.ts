import type { Environment, QueueReading } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/** Creates the queue and its dead-letter queue if they are missing. Undefined: the user cancelled. */
export async function createQueue(
  environment: Environment,
  context: OperationContext,
): Promise<QueueReading | undefined> {
  const target = await requestWrite(environment, { kind: "create-queue" }, context);
  if (!target) return undefined;
  await target.write(context.signal);
  return environment.queue?.measure(context.signal);
}
