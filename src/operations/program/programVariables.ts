import path from "node:path";
import * as l10n from "@vscode/l10n";
import { connectBackend } from "../stack/connectBackend";
import type { Environment } from "../../targets/environment";
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
const MISLEADING = [
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
  { inherited, distDir, platform = process.platform }: ProgramStart,
): Promise<NodeJS.ProcessEnv> {
  const own = await connectBackend(environment);
  const { join, delimiter } = platform === "win32" ? path.win32 : path.posix;
  const kept = Object.entries(inherited).filter(([name]) => !MISLEADING.includes(name));
  const { NODE_OPTIONS, PYTHONPATH, NO_PROXY, no_proxy } = inherited;
  const direct = [NO_PROXY ?? no_proxy, "127.0.0.1", "localhost", SOLAPI_HOST].filter(Boolean).join(",");
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
    NO_PROXY: direct,
    no_proxy: direct,
  };
}

/** NODE_OPTIONS knows double quotes, and a backslash before a quote or a backslash. */
const quoted = (file: string) => `"${file.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
