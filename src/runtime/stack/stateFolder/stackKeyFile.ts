import { randomBytes } from "node:crypto";
import fs from "node:fs";
import writeFileAtomic from "write-file-atomic";
import { codeOf } from "../../../common/errors";
import type { Logger } from "../../../common/logger";
import { stackKeysSchema } from "../../control/contract/stackFiles";
import { keysFile } from "./stackKeys";
import type { StackKeys } from "../../control/stackContract";

/**
 * The keys of a state folder, made once, so that a client's configuration holds over restarts. A damaged file is replaced
 * by new keys, and the log says so.
 */
export function openStackKeys(stateDir: string, log: Logger): StackKeys {
  const file = keysFile(stateDir);
  const kept = stackKeysSchema.safeParse(readJson(file));
  if (kept.success) return kept.data;
  if (fs.existsSync(file))
    log.warning(`${file} was damaged: new keys were made, give them to whatever uses the old ones`);
  const keys: StackKeys = {
    apiToken: randomBytes(24).toString("base64url"),
    solapiApiKey: `NCS${randomBytes(7).toString("hex").toUpperCase().slice(0, 13)}`,
    solapiApiSecret: randomBytes(16).toString("hex").toUpperCase(),
  };
  writeFileAtomic.sync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

/** Undefined where there is none, or no JSON. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
