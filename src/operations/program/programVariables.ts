import path from "node:path";
import * as l10n from "@vscode/l10n";
import { connectBackend } from "../stack/connectBackend";
import type { Environment } from "../../targets/environment";
import { proxyUrl } from "../../runtime/provider/sandbox/foreign/clientProxy";
import { SOLAPI_HOST } from "../../targets/settings/credentialHosts";

/** Where the program starts. */
export interface ProgramStart {
  /** The variables that it inherits. */
  inherited: NodeJS.ProcessEnv;
  /** The folder `dist`, which holds what Python and Node load first. */
  distDir: string;
  /** Where the program runs, if not here. */
  platform?: NodeJS.Platform;
}

/** Variables that would lead an AWS SDK past the stack's keys or its address. */
export const misleadingVariables: readonly string[] = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_SECURITY_TOKEN",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
];

/**
 * All variables of a program that `messaging run` starts: it uses the stack's queue, and reaches the sandbox where it
 * means api.solapi.com. Errors: `local-only`, `stack-file-damaged`.
 */
export async function programVariables(
  environment: Environment,
  { inherited, distDir, platform }: ProgramStart,
): Promise<NodeJS.ProcessEnv> {
  const own = await connectBackend(environment);
  const { join, delimiter } = (platform ?? process.platform) === "win32" ? path.win32 : path.posix;
  const kept = Object.entries(inherited).filter(([name]) => !misleadingVariables.includes(name));
  const { NODE_OPTIONS, PYTHONPATH } = inherited;
  return {
    ...Object.fromEntries(kept),
    ...own,
    MESSAGING_REDIRECT: `${SOLAPI_HOST}=${new URL(own.SOLAPI_BASE_URL!).host}`,
    MESSAGING_REDIRECT_REFUSAL: l10n.t(
      "This client cannot be led to the sandbox, so its connection to {0} was refused. Nothing was sent.",
      SOLAPI_HOST,
    ),
    PYTHONPATH: [join(distDir, "python"), PYTHONPATH].filter(Boolean).join(delimiter),
    NODE_OPTIONS: [NODE_OPTIONS, `--require ${quoted(join(distDir, "node-redirect.js"))}`].filter(Boolean).join(" "),
    ...proxyVariables(own, inherited, platform !== undefined),
  };
}

/**
 * Requests to the stack need no proxy. Those to Solapi meet the sandbox's, which refuses a client that no hook leads to
 * the sandbox; a container has a name for Solapi's host instead (`composeOverride`).
 */
function proxyVariables(
  { SOLAPI_BASE_URL = "", SOLAPI_API_KEY = "" }: Readonly<Record<string, string>>,
  inherited: NodeJS.ProcessEnv,
  isElsewhere: boolean,
): Record<string, string> {
  const given = (name: string) => inherited[name] || inherited[name.toLowerCase()] || undefined;
  const kept = given("NO_PROXY")?.split(",") ?? [];
  const own = ["127.0.0.1", "localhost", ...(isElsewhere ? [SOLAPI_HOST] : [])];
  const NO_PROXY = [...kept.filter((entry) => isElsewhere || !isOfSolapi(entry)), ...own].join(",");
  if (isElsewhere) return both({ NO_PROXY });
  const upstream = given("HTTPS_PROXY") ?? given("ALL_PROXY");
  const HTTPS_PROXY = proxyUrl(SOLAPI_BASE_URL, SOLAPI_API_KEY, upstream);
  // Node reads them only then; a script that sets its own NODE_OPTIONS loses the hook.
  return { ...both({ NO_PROXY, HTTPS_PROXY }), NODE_USE_ENV_PROXY: "1" };
}

function isOfSolapi(entry: string): boolean {
  const name = entry
    .trim()
    .replace(/^\*?\./, "")
    .replace(/:\d+$/, "");
  return name === "*" || (name !== "" && `.${SOLAPI_HOST}`.endsWith(`.${name.toLowerCase()}`));
}

/** Programs read one name or the other. */
const both = (variables: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => [
      [name, value],
      [name.toLowerCase(), value],
    ]),
  );

/** NODE_OPTIONS knows double quotes, and a backslash before a quote or a backslash. */
const quoted = (file: string) => `"${file.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
