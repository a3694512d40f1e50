import type { Environment } from "../../targets/environment";
import { Probes } from "../../targets/looking/probes";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import { recogniseVersion } from "../../targets/version/versionRecognition";

/** More rows in the time span are a flood, which the newest ones show as well. */
const MOST_ROWS = 200;

/**
 * Stands in for a send that was made elsewhere: covers everything since `at` (milliseconds since the Unix epoch).
 * Unreadable parts are absent.
 */
export async function lookBack(
  environment: Environment,
  tenantCode: string,
  at: number,
  { workspace, signal }: { workspace?: string; signal?: AbortSignal } = {},
): Promise<SentMessage> {
  const { tenants } = environment;
  const probes = new Probes(signal);
  const [lastLogIdBefore, version] = await Promise.all([
    probes.run(
      "notificationLogs",
      tenants &&
        (async (signal) => {
          const last = await tenants.lastLogId(tenantCode, signal);
          const rows = await tenants.notificationLogs(Math.max(0, last - MOST_ROWS), tenantCode, signal);
          const first = rows.find(({ sent_at }) => Date.parse(sent_at) >= at);
          return first ? Number(first.id) - 1 : last;
        }),
    ),
    probes.run("version", (signal) => recogniseVersion(environment, { workspace, signal })),
  ]);
  return {
    sentAt: at,
    tenantCode,
    traceIds: [],
    ...(lastLogIdBefore !== undefined && { lastLogIdBefore }),
    ...(version?.generation && { generation: version.generation }),
  };
}
