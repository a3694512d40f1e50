import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { isLoopback } from "../../runtime/server/loopback";
import { hostOf, isAwsService } from "./credentialHosts";
import type { DockerSettings, EnvironmentSettings } from "./environmentSettings";

/** What a person allows settings to do. The settings may be someone else's: a file in a repository, a shared folder. */
export interface Trust {
  /** Hosts that may get credentials: "proxy.example.kr". */
  readonly hosts: ReadonlySet<string>;
  /** Whether programs that the settings name may run. */
  readonly programs: boolean;
  /** Where the person can allow more. */
  readonly door: "command line" | "editor";
}

/** Hosts from a list as people write it: names or whole addresses, with commas or spaces between. */
export function hostsIn(...lists: readonly (string | undefined)[]): Set<string> {
  const words = lists.flatMap((list) => (list ?? "").split(/[\s,]+/)).filter(Boolean);
  return new Set(words.map((word) => hostOf(word.includes("://") ? word : `https://${word}`) ?? word.toLowerCase()));
}

/**
 * Checks everything that no secret of ours guards: AWS addresses, whose credentials come from AWS' own sources, and
 * programs.
 * @throws ExpectedError `address-not-trusted`, `program-not-trusted`
 */
export function requireTrust({ queue, worker, tenantData }: EnvironmentSettings, trust: Trust): void {
  requireAwsAddress("queue.endpoint", queue?.endpoint, trust);
  if (worker?.kind === "cloudwatch") requireAwsAddress("worker.endpoint", worker.endpoint, trust);
  if (worker?.kind === "container") requireEngine("worker.docker.host", worker.docker, trust);
  if (tenantData?.kind !== "django") return;
  const { project, python = "python3", container, docker } = tenantData;
  requireEngine("tenantData.docker.host", docker, trust);
  const where = container === undefined ? project : `${container}:${project}`;
  requireProgram("tenantData", `${python} (${where})`, trust);
}

/**
 * @param part the settings path, for the sentence
 * @throws ExpectedError `address-not-trusted`
 */
export function requireHost(part: string, host: string, trust: Trust): void {
  if (isLoopback(host) || trust.hosts.has(host)) return;
  const nextStep =
    trust.door === "editor"
      ? l10n.t("If that host may have them, add it to messaging.trustedAddresses in your user settings: {0}", host)
      : l10n.t("If that host may have them, add: {0}", `--trust-address ${host}`);
  throw new ExpectedError(
    "address-not-trusted",
    l10n.t("{0} would send your credentials to a host that you did not name: {1}", part, host),
    nextStep,
  );
}

function requireAwsAddress(part: string, endpoint: string | undefined, trust: Trust): void {
  const host = endpoint === undefined ? undefined : hostOf(endpoint);
  if (host !== undefined && !isAwsService(host)) requireHost(part, host, trust);
}

/** An engine on this machine runs nothing that the settings name. Over SSH, the settings choose where `ssh` logs in. */
function requireEngine(part: string, docker: DockerSettings | undefined, trust: Trust): void {
  const { host } = docker ?? {};
  if (host === undefined || /^(?:unix|npipe):/.test(host)) return;
  if (!/^ssh:/.test(host) && isLoopback(hostOf(host.replace(/^tcp:/, "http:")) ?? "")) return;
  requireProgram(part, host, trust);
}

function requireProgram(part: string, program: string, trust: Trust): void {
  if (trust.programs) return;
  throw new ExpectedError(
    "program-not-trusted",
    l10n.t("{0} names a program to run: {1}", part, program),
    l10n.t("If you trust the file, add: {0}", "--trust"),
  );
}
