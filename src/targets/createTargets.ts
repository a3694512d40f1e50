import path from "node:path";
import { DEFAULT_REGION } from "../runtime/queue/payload";
import { createApiLogs } from "./apiLogs";
import type { ProviderTarget } from "./environment";
import type { ApiAccess } from "./http/apiAccess";
import type { TargetOptions } from "./targetOptions";
import type { UnguardedEnvironment } from "./writers";

/** The layers and the data of one environment; those missing from the settings are absent. */
export type Targets = Pick<UnguardedEnvironment, "api" | "queue" | "worker" | "tenants" | "provider">;

/** Creates the configured targets; each kind's code is loaded on its first use. */
export async function createTargets(options: TargetOptions): Promise<Targets> {
  const access = await createAccess(options);
  const [api, queue, worker, tenants, provider] = await Promise.all([
    createApi(options, access),
    createQueue(options),
    createWorker(options),
    createTenants(options, access),
    createProvider(options),
  ]);
  return {
    ...(api && { api }),
    ...(queue && { queue }),
    ...(worker && { worker }),
    ...(tenants && { tenants }),
    ...(provider && { provider }),
  };
}

/** Shared by the API and the tenant data over HTTP, so that a token is refreshed once. */
async function createAccess({ settings: { api }, secrets }: TargetOptions): Promise<ApiAccess | undefined> {
  if (!api) return undefined;
  const { ApiAccess } = await import("./http/apiAccess");
  return new ApiAccess(api, secrets);
}

async function createApi(options: TargetOptions, access: ApiAccess | undefined): Promise<Targets["api"]> {
  const { settings, secrets } = options;
  if (!settings.api || !access) return undefined;
  const { createHttpApiTarget } = await import("./http/httpApiTarget");
  const api = createHttpApiTarget(settings.api, settings.tenantCode, secrets, access);
  return Object.assign(api, await createApiLogs(options));
}

async function createQueue({ settings: { queue }, stateDir }: TargetOptions): Promise<Targets["queue"]> {
  if (!queue) return undefined;
  const { createQueueTarget } = await import("./aws/queueTarget");
  return createQueueTarget(queue, { stateDir });
}

async function createWorker({
  settings: { worker, queue, timeZone },
  folder,
}: TargetOptions): Promise<Targets["worker"]> {
  switch (worker?.kind) {
    case "cloudwatch": {
      const { createCloudWatchWorkerTarget } = await import("./cloudwatch/logGroupTarget");
      const profile = worker.profile ?? queue?.profile;
      return createCloudWatchWorkerTarget({ ...worker, profile }, queue?.region ?? DEFAULT_REGION);
    }
    case "container": {
      const { createDockerWorkerTarget } = await import("./docker/dockerWorkerTarget");
      return createDockerWorkerTarget(worker);
    }
    case "process": {
      const { createProcessWorkerTarget } = await import("./process/processWorkerTarget");
      const { logFile, pidFile } = worker;
      return createProcessWorkerTarget({
        logFile: path.resolve(folder, logFile),
        timeZone,
        ...(pidFile !== undefined && { pidFile: path.resolve(folder, pidFile) }),
      });
    }
    case undefined:
      return undefined;
  }
}

async function createTenants(
  { settings, secrets, folder }: TargetOptions,
  access: ApiAccess | undefined,
): Promise<Targets["tenants"]> {
  const { tenantData, api, tenantCode } = settings;
  switch (tenantData?.kind) {
    case "django": {
      const { createDjangoTarget } = await import("./django/djangoTarget");
      return createDjangoTarget(tenantData, folder);
    }
    case "http": {
      if (!api || !access) return undefined;
      const { createHttpTenantTarget } = await import("./http/httpTenantTarget");
      return createHttpTenantTarget(api, tenantCode, secrets, access);
    }
    case "sql": {
      const { createSqlTarget } = await import("./sql/sqlTarget");
      return createSqlTarget(tenantData, secrets);
    }
    case undefined:
      return undefined;
  }
}

async function createProvider({ settings: { provider }, secrets }: TargetOptions): Promise<ProviderTarget | undefined> {
  if (!provider) return undefined;
  const { createSolapiTarget } = await import("./solapi/solapiTarget");
  return createSolapiTarget(provider, secrets);
}
