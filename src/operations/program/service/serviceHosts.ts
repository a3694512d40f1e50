import type { ComposeService } from "../../../targets/discovery/compose/composeFile";

type Services = ReadonlyMap<string, Pick<ComposeService<unknown>, "containerName" | "ports">>;

/** A service that the program reaches by name, and that publishes no port for it on this machine. */
export interface UnreachableHost {
  variable: string;
  host: string;
}

/** A longer value is no address. */
const MAX_VALUE = 4_000;
/** After `//` and a user, or at the start of a value or of a list's item. */
const HOST = /(:\/\/(?:[^\s/?#]{0,500}@)?|^|,)([\w.-]{1,100})(?::(\d{1,5}))?(?=$|[/,?#])/g;
/** What a program compares with requests, and connects to nothing of: CORS_ALLOWED_ORIGINS. */
const COMPARED = /ORIGIN|ALLOWED|TRUSTED/i;
const HOST_NAME = /(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS)$/i;

/**
 * The variables of a service for this machine: other services are at the ports that they publish. `db:5432` becomes
 * `127.0.0.1:15432`.
 */
export function hostsHere(
  values: ReadonlyMap<string, string>,
  services: Services,
): { values: Map<string, string>; unreachable: UnreachableHost[] } {
  const byName = new Map(
    [...services].flatMap(([name, service]) => [
      [name, service] as const,
      ...(service.containerName ? [[service.containerName.value, service] as const] : []),
    ]),
  );
  const here = new Map(values);
  const unreachable: UnreachableHost[] = [];
  for (const [variable, value] of values) {
    if (value.length > MAX_VALUE || COMPARED.test(variable)) continue;
    const alone = HOST_NAME.test(variable) ? byName.get(value) : undefined;
    if (alone) {
      const portName = variable.replace(/(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS)$/i, "PORT");
      const given = Number(values.get(portName)) || undefined;
      const port = publishedBy(alone, given);
      // Without a variable for it, the program takes the usual port.
      if (port === undefined || (given === undefined && port.published !== port.target))
        unreachable.push({ variable, host: value });
      else {
        here.set(variable, port.host);
        if (given !== undefined) here.set(portName, String(port.published));
      }
      continue;
    }
    const filled = value.replace(HOST, (all: string, before: string, host: string, given?: string) => {
      const service = byName.get(host);
      // `api/v1` is a path, `redis` alone may be anything.
      if (!service || (!before.includes("//") && given === undefined)) return all;
      const port = publishedBy(service, given === undefined ? undefined : Number(given));
      if (port === undefined) unreachable.push({ variable, host });
      return port === undefined ? all : `${before}${port.host}:${port.published}`;
    });
    // A host's variable may have set this one, its port.
    if (filled !== value) here.set(variable, filled);
  }
  return { values: here, unreachable };
}

/** Without a number, the only port that there is. */
function publishedBy({ ports }: Pick<ComposeService, "ports">, target: number | undefined) {
  if (target === undefined) return ports.length === 1 ? ports[0] : undefined;
  return ports.find((port) => port.target === target);
}
