import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** The secrets between the parts of one stack and its clients. They open nothing outside of this machine. */
export interface StackKeys {
  /** Bearer token of the send API. */
  apiToken: string;
  solapiApiKey: string;
  solapiApiSecret: string;
}

const FILE = "keys.json";

/** Of a stack that has been started. */
export const readStackKeys = async (stateDir: string): Promise<StackKeys> =>
  JSON.parse(await fs.promises.readFile(path.join(stateDir, FILE), "utf8")) as StackKeys;

/** Made once a state folder, so that a client's configuration holds over restarts. */
export function stackKeys(stateDir: string): StackKeys {
  const file = path.join(stateDir, FILE);
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as StackKeys;
  } catch {
    const keys: StackKeys = {
      apiToken: randomBytes(24).toString("base64url"),
      solapiApiKey: `NCS${randomBytes(7).toString("hex").toUpperCase().slice(0, 13)}`,
      solapiApiSecret: randomBytes(16).toString("hex").toUpperCase(),
    };
    fs.writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
    return keys;
  }
}
