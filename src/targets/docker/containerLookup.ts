import * as l10n from "@vscode/l10n";
import type { ContainerInfo, ContainerInspectInfo } from "dockerode";
import { ExpectedError } from "../../common/errors";
import type { DockerEngine } from "./dockerEngine";

export const COMPOSE_SERVICE = "com.docker.compose.service";
const COMPOSE_ONE_OFF = "com.docker.compose.oneoff";

/**
 * The id of the container with exactly this name, else of the compose service: `preferred` if it is one of several
 * replicas, else a running one, newest first. undefined: none.
 */
export async function findContainer(
  engine: DockerEngine,
  name: string,
  signal?: AbortSignal,
  preferred?: string,
): Promise<string | undefined> {
  const named = await list(engine, { name: [`^/${name.replace(/[^\w-]/g, "\\$&")}$`] }, signal);
  if (named[0]) return named[0].Id;
  const replicas = await list(engine, { label: [`${COMPOSE_SERVICE}=${name}`] }, signal);
  // Excludes one-off containers of `docker compose run`.
  const service = replicas.filter(({ Labels }) => Labels[COMPOSE_ONE_OFF]?.toLowerCase() !== "true");
  const rank = ({ Id, State }: ContainerInfo) => (State === "running" ? 2 : 0) + (Id === preferred ? 1 : 0);
  return service.sort((a, b) => rank(b) - rank(a) || b.Created - a.Created)[0]?.Id;
}

function list(
  engine: DockerEngine,
  filters: Record<string, string[]>,
  signal: AbortSignal | undefined,
): Promise<ContainerInfo[]> {
  return engine.call((client, abortSignal) => client.listContainers({ all: true, filters, abortSignal }), signal);
}

/** undefined: it does not exist or was removed meanwhile. */
export async function inspectContainer(
  engine: DockerEngine,
  id: string,
  signal?: AbortSignal,
): Promise<ContainerInspectInfo | undefined> {
  try {
    return await engine.call((client, abortSignal) => client.getContainer(id).inspect({ abortSignal }), signal);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** The HTTP status, if the engine answered with one. */
export function statusOf(error: unknown): number | undefined {
  if (!ExpectedError.is(error, "engine-refused")) return undefined;
  return (error.cause as { statusCode?: number }).statusCode;
}

/** @throws ExpectedError `container-missing` */
export async function requireContainer(engine: DockerEngine, name: string, signal?: AbortSignal): Promise<string> {
  const id = await findContainer(engine, name, signal);
  if (id !== undefined) return id;
  throw containerMissing(engine, name);
}

export function containerMissing(engine: DockerEngine, name: string): ExpectedError {
  return new ExpectedError(
    "container-missing",
    l10n.t("Docker on {0} has no container named {1}", engine.name, name),
    l10n.t("Look at the names with `docker ps -a`."),
  );
}
