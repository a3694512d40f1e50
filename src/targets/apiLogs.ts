import path from "node:path";
import type { Disposable } from "../common/disposable";
import { DEFAULT_REGION } from "../runtime/queue/payload";
import type { ApiTarget } from "./environment";
import type { TargetOptions } from "./targetOptions";

export type ApiLogs = Pick<ApiTarget, "linesSince" | "tail" | "variables" | "ownAccess"> & Partial<Disposable>;

/** The API's log and variables, from the first source configured: its container, its log group, its log file. */
export async function createApiLogs({ settings, folder }: TargetOptions): Promise<ApiLogs | undefined> {
  const { api, queue, worker, timeZone } = settings;
  if (api?.container !== undefined) {
    const { createDockerWorkerTarget } = await import("./docker/dockerWorkerTarget");
    // API and worker run on the same engine.
    const docker = worker?.kind === "container" ? worker.docker : undefined;
    const container = createDockerWorkerTarget({ name: api.container, docker, wants: "SendMessage" });
    return {
      linesSince: (at, signal) => container.linesSince(at, signal),
      tail: (position, signal) => container.tail(position, signal),
      variables: (signal) => container.variables(signal),
      ownAccess: (places, signal) => container.ownAccess(places, signal),
    };
  }
  if (api?.logGroup !== undefined) {
    const { createLogGroupLog } = await import("./cloudwatch/logGroupTarget");
    const { region, endpoint, profile } = worker?.kind === "cloudwatch" ? worker : {};
    return createLogGroupLog({
      logGroup: api.logGroup,
      region: region ?? queue?.region ?? DEFAULT_REGION,
      endpoint,
      profile: profile ?? queue?.profile,
    });
  }
  if (api?.logFile !== undefined) {
    const { createProcessWorkerTarget } = await import("./process/processWorkerTarget");
    const file = createProcessWorkerTarget({ logFile: path.resolve(folder, api.logFile), timeZone });
    return {
      linesSince: (at, signal) => file.linesSince(at, signal),
      tail: (position, signal) => file.tail(position, signal),
    };
  }
  return undefined;
}
