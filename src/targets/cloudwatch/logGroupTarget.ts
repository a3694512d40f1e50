import * as l10n from "@vscode/l10n";
import type { Disposable } from "../../common/disposable";
import type { ApiTarget, WorkerTarget } from "../environment";
import type { WorkerTargetSettings } from "../settings/environmentSettings";
import { LogGroup, type LogGroupSettings } from "./logGroup";
import { readLines } from "./cloudwatchLines";
import { tailLogGroup, type TailOptions } from "./logGroupTail";

type CloudWatchSettings = Extract<WorkerTargetSettings, { kind: "cloudwatch" }>;

/**
 * Layer 3 where only the log is reachable: a worker on ECS or EC2 that logs to CloudWatch. Of its process only the name
 * is known.
 *
 * @param defaultRegion the queue's region, used where the settings name none.
 */
export function createCloudWatchWorkerTarget(
  { logGroup, region, endpoint, profile, liveTail }: CloudWatchSettings,
  defaultRegion: string,
  waits?: TailOptions["waits"],
): WorkerTarget & Disposable {
  const group = new LogGroup({ logGroup, region: region ?? defaultRegion, endpoint, profile });
  return {
    origin: l10n.t("CloudWatch log group {0}", logGroup),
    container: () => Promise.resolve({ name: logGroup }),
    linesSince: (at, signal) => readLines(group, at, signal),
    tail: (position, signal) => tailLogGroup(group, position, signal, { liveTail, ...(waits && { waits }) }),
    dispose: () => group.dispose(),
  };
}

/** The API's log group (`api.logGroup`). Always polled: only the worker's log may use Live Tail, which costs money. */
export function createLogGroupLog(
  settings: LogGroupSettings,
): Required<Pick<ApiTarget, "linesSince" | "tail">> & Disposable {
  const group = new LogGroup(settings);
  return {
    linesSince: (at, signal) => readLines(group, at, signal),
    tail: (position, signal) => tailLogGroup(group, position, signal, { liveTail: false }),
    dispose: () => group.dispose(),
  };
}
