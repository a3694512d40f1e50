import * as l10n from "@vscode/l10n";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ExpectedError, messageOf } from "../../common/errors";

/** Where an engine listens. `tls` holds the PEM texts from DOCKER_CERT_PATH. */
export type EngineAddress =
  | { kind: "socket"; path: string }
  | { kind: "tcp"; host: string; port: number; tls?: { ca: string; cert: string; key: string } }
  | { kind: "ssh"; destination: SshDestination };

export interface SshDestination {
  host: string;
  user?: string;
  port?: number;
}

const PORT = 2375;
const TLS_PORT = 2376;

/**
 * Parses an address in DOCKER_HOST form: `unix:///var/run/docker.sock`, `npipe:////./pipe/docker_engine`,
 * `tcp://host:2376`, `ssh://user@host`. Without one: DOCKER_HOST, then the first local socket that exists.
 * @throws ExpectedError `engine-address-invalid`
 */
export function engineAddress(configured: string | undefined, env: NodeJS.ProcessEnv = process.env): EngineAddress {
  const text = configured ?? env.DOCKER_HOST;
  if (!text) return { kind: "socket", path: localSocket(env) };
  const pipe = /^(?:unix|npipe):\/\/(.+)$/.exec(text);
  if (pipe?.[1]) return { kind: "socket", path: pipe[1] };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // URL keeps an IPv6 host in brackets; Node's HTTP client wants none.
  const host = url?.hostname.replace(/^\[(.*)\]$/, "$1");
  if (!url || !host) throw invalid(text);
  switch (url.protocol) {
    case "ssh:":
      return {
        kind: "ssh",
        destination: {
          host,
          ...(url.username && { user: decodeURIComponent(url.username) }),
          ...(url.port && { port: Number(url.port) }),
        },
      };
    case "tcp:":
    case "http:":
    case "https:": {
      const isTls = url.protocol === "https:" || url.port === String(TLS_PORT) || Boolean(env.DOCKER_TLS_VERIFY);
      const port = url.port ? Number(url.port) : isTls ? TLS_PORT : PORT;
      return { kind: "tcp", host, port, ...(isTls && { tls: readCertificates(env) }) };
    }
    default:
      throw invalid(text);
  }
}

/** Docker's default socket, then those of Docker Desktop, rootless Docker and Colima. */
function localSocket(env: NodeJS.ProcessEnv): string {
  if (process.platform === "win32") return "//./pipe/docker_engine";
  const home = os.homedir();
  const usual = "/var/run/docker.sock";
  const places = [
    usual,
    path.join(home, ".docker/run/docker.sock"),
    path.join(home, ".docker/desktop/docker.sock"),
    ...(env.XDG_RUNTIME_DIR ? [path.join(env.XDG_RUNTIME_DIR, "docker.sock")] : []),
    path.join(home, ".colima/default/docker.sock"),
  ];
  return places.find((place) => fs.existsSync(place)) ?? usual;
}

function readCertificates(env: NodeJS.ProcessEnv): { ca: string; cert: string; key: string } {
  const folder = env.DOCKER_CERT_PATH ?? path.join(os.homedir(), ".docker");
  const read = (name: string) => fs.readFileSync(path.join(folder, name), "utf8");
  try {
    return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
  } catch (error) {
    throw new ExpectedError(
      "engine-address-invalid",
      l10n.t("The certificates for Docker cannot be read: {0}", messageOf(error)),
      l10n.t("Put ca.pem, cert.pem and key.pem into the folder that DOCKER_CERT_PATH names."),
      { cause: error },
    );
  }
}

function invalid(text: string): ExpectedError {
  return new ExpectedError(
    "engine-address-invalid",
    l10n.t("This is not an address of a Docker engine: {0}", text),
    l10n.t("Use unix:///var/run/docker.sock, tcp://host:port or ssh://user@host."),
  );
}

/** The address in the form a user would write. */
export function describeAddress(address: EngineAddress): string {
  switch (address.kind) {
    case "socket":
      return address.path;
    case "tcp":
      return `tcp://${address.host}:${address.port}`;
    case "ssh":
      return `ssh://${address.destination.user ? `${address.destination.user}@` : ""}${address.destination.host}`;
  }
}
