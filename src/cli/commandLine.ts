import path from "node:path";
import { shellWord } from "./shellWord";

/** Variable with the script of the process that handed over to this one (see launcher.ts). */
export const STARTED_SCRIPT = "MESSAGING_STARTED_SCRIPT";

export interface Start {
  /** `process.argv[1]`. */
  script: string | undefined;
  cwd: string;
  env: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
}

/**
 * How this process was started, to be shown before commands that the reader can paste: `messaging` by its bin,
 * `npx messaging` through npx, otherwise node and the script: `node dist/cli.js`.
 */
export function commandLineOf({ script = "", cwd, env, platform = process.platform }: Start): string {
  const started = env[STARTED_SCRIPT] ?? script;
  const paths = platform === "win32" ? path.win32 : path.posix;
  // On Windows the bin is a batch file, which names the installed script.
  const isBin =
    paths.parse(started).name === "messaging" || (platform === "win32" && /[\\/]node_modules[\\/]/.test(started));
  if (isBin) return env.npm_command === "exec" ? "npx messaging" : "messaging";
  const relative = paths.relative(cwd, started);
  return `node ${shellWord(relative.startsWith("..") ? started : relative, platform)}`;
}

/** Of this process. */
export const commandLine = (): string =>
  commandLineOf({ script: process.argv[1], cwd: process.cwd(), env: process.env });
