import type { ComposeProject } from "./compose/composeProjects";
import type { ComposeService } from "./compose/composeFile";
import type { Candidate } from "./discovery";
import { isReadableOnTheWay } from "../settings/credentialHosts";
import { distinct } from "./knownVariables";
import type { KnownVariables } from "./knownVariables";
import type { Roles } from "./compose/serviceRoles";

const API_URL = [
  "API_BASE_URL",
  "API_URL",
  "BACKEND_URL",
  "NEXT_PUBLIC_API_URL",
  "NEXT_PUBLIC_API_BASE_URL",
  "VITE_API_URL",
];

/** `manage.py runserver` without an argument. */
const RUNSERVER: Candidate = { value: "http://127.0.0.1:8000", certainty: "guess" };

/** The API's addresses: from its published port, its proxy's port, and the front end's configuration. */
export function apiAddresses({ api, proxy }: Roles, variables: KnownVariables, hasManagePy: boolean): Candidate[] {
  const told = variables.candidates(...API_URL).flatMap(({ value, ...rest }) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    return url && /^https?:$/.test(url.protocol) && !isReadableOnTheWay(url.origin)
      ? [{ ...rest, value: url.origin, certainty: "likely" as const }]
      : [];
  });
  const found = distinct([
    ...(api ? publishedBy(api, "sure") : []),
    ...(proxy ? publishedBy(proxy, "likely") : []),
    ...told,
  ]);
  return found.length === 0 && hasManagePy ? [RUNSERVER] : found;
}

function publishedBy({ ports }: ComposeService, certainty: Candidate["certainty"]): Candidate[] {
  return ports.map(({ host, published, target, at }) => {
    const isTls = target === 443 || published === 443;
    const address = new URL(`${isTls ? "https" : "http"}://${host}:${published}`);
    return { value: address.origin, certainty, at };
  });
}

/** `http://localstack:4566` resolves only inside compose: from outside, use the published port. */
export function reachable(candidates: readonly Candidate[], project: ComposeProject | undefined): Candidate[] {
  return candidates.flatMap(({ value, ...rest }) => {
    if (!URL.canParse(value)) return [];
    const url = new URL(value);
    if (!/^https?:$/.test(url.protocol)) return [];
    const service = project?.services.get(url.hostname);
    const target = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
    const port = service?.ports.find((each) => each.target === target);
    if (port) {
      url.hostname = port.host;
      url.port = String(port.published);
    } else if (url.hostname === "host.docker.internal") url.hostname = "127.0.0.1";
    return [{ ...rest, value: url.href.replace(/\/$/, "") }];
  });
}
