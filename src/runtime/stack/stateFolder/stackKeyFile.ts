import { randomBytes, randomInt } from "node:crypto";
import fs from "node:fs";
import writeFileAtomic from "write-file-atomic";
import { codeOf } from "../../../common/errors";
import type { Logger } from "../../../common/logger";
import { unusableFile } from "../../control/stackAddress";
import { stackKeysSchema } from "../../control/contract/stackFiles";
import { keysFile } from "./stackKeys";
import type { StackKeys } from "../../control/stackContract";

const olderKeys = stackKeysSchema.omit({ awsAccessKeyId: true, awsSecretAccessKey: true });

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const letters = (length: number) => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join("");

/**
 * Reads the keys of a state folder, and creates them on the first start so that a client's configuration survives
 * restarts. New keys replace a damaged file, and the log says so.
 * @throws ExpectedError `state-folder-unusable`
 */
export function openStackKeys(stateDir: string, log: Logger): StackKeys {
  const file = keysFile(stateDir);
  const found = readJson(file);
  const kept = stackKeysSchema.safeParse(found);
  if (kept.success) return kept.data;
  // The file of an older version has no keys for SQS.
  const older = olderKeys.safeParse(found);
  if (!older.success && fs.existsSync(file))
    log.warning(`${file} was damaged: new keys were made, give them to whatever uses the old ones`);
  const keys: StackKeys = {
    apiToken: randomBytes(24).toString("base64url"),
    awsAccessKeyId: `AKIALOCAL${letters(11)}`,
    awsSecretAccessKey: randomBytes(30).toString("base64"),
    solapiApiKey: `NCS${randomBytes(7).toString("hex").toUpperCase().slice(0, 13)}`,
    solapiApiSecret: randomBytes(16).toString("hex").toUpperCase(),
    ...(older.success && older.data),
  };
  writeFileAtomic.sync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

/** Undefined if the file is missing or is not JSON. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === "ENOENT") return undefined;
    throw unusableFile(file, error);
  }
}
