// Pictures of real environments: the local stack's own endpoints, reached as another backend's would be.
import fs from "node:fs";
import path from "node:path";
import type { Scene } from "./screenshots.ts";
import type { Workbench } from "./workbench.ts";

/** Nothing listens there. */
const GONE = "tcp://127.0.0.1:9";

export interface StackFiles {
  address: { controlUrl: string; token: string; apiUrl: string; sqsEndpoint: string; solapiUrl: string };
  keys: { apiToken: string; solapiApiKey: string; solapiApiSecret: string };
}

const held: AbortController[] = [];

/** Lets the stacks go that the pictures were taken of. */
export function releaseStacks(): void {
  for (const abort of held.splice(0)) abort.abort();
}

export const workspaceOf = ({ host }: Workbench) => new URL(host.url).searchParams.get("folder") ?? "";

/** The addresses and keys of the window's stack. */
export function stackOf(workbench: Workbench): StackFiles {
  const read = (name: string): unknown =>
    JSON.parse(fs.readFileSync(path.join(workspaceOf(workbench), "../state", name), "utf8"));
  return { address: read("stack.json"), keys: read("keys.json") } as StackFiles;
}

/** Sends an SMS to the parents of these students of hakwonplus, as a backend's own code would. */
export async function sendTo(workbench: Workbench, studentIds: readonly number[], text: string): Promise<void> {
  const { address, keys } = stackOf(workbench);
  await fetch(`${address.apiUrl}/api/v1/messaging/send/`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${keys.apiToken}`,
      "x-tenant-code": "hakwonplus",
      "content-type": "application/json",
    },
    body: JSON.stringify({ student_ids: studentIds, send_to: "parent", message_mode: "sms", raw_body: text }),
  });
}

/** As another window would: a stack that nobody looks at leaves. */
async function hold({ address }: StackFiles): Promise<void> {
  const abort = new AbortController();
  held.push(abort);
  const headers = { authorization: `Bearer ${address.token}` };
  const { body } = await fetch(`${address.controlUrl}/events`, { headers, signal: abort.signal });
  body?.pipeTo(new WritableStream()).catch(() => undefined);
}

/** Selects an environment that is the stack's, but for its worker: that one's engine is gone. */
function select(workbench: Workbench, name: string, production: boolean): void {
  const { apiUrl, sqsEndpoint, solapiUrl } = stackOf(workbench).address;
  const environment = {
    tenantCode: "hakwonplus",
    production,
    allowedRecipients: ["01012345678"],
    api: { url: apiUrl },
    queue: { endpoint: sqsEndpoint },
    worker: { kind: "container", docker: { host: GONE } },
    tenantData: { kind: "http" },
    provider: { url: solapiUrl },
  };
  const folder = path.join(workspaceOf(workbench), ".vscode");
  fs.mkdirSync(folder, { recursive: true });
  const settings = { "messaging.environment": name, "messaging.environments": { [name]: environment } };
  fs.writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings, null, 2));
}

async function giveSecrets(workbench: Workbench): Promise<void> {
  const { keys } = stackOf(workbench);
  const secrets = { "API token": keys.apiToken, "API key": keys.solapiApiKey, "API secret": keys.solapiApiSecret };
  for (const [title, value] of Object.entries(secrets)) {
    await workbench.runCommand("Messaging: Set Secret");
    await workbench.quickInput("Which secret?");
    await workbench.pick(title);
    await workbench.quickInput(title);
    await workbench.enter(value);
    await workbench.notification("is kept in the secret storage");
    await workbench.runCommand("Notifications: Clear All Notifications");
  }
}

export const environmentScenes: readonly Scene[] = [
  {
    name: "environment-unknown",
    prepare: async (workbench) => {
      await workbench.clear();
      await hold(stackOf(workbench));
      select(workbench, "staging", false);
      await workbench.statusBarItem("staging").waitFor();
      await giveSecrets(workbench);
      await workbench.treeItem(/Worker\s*unknown since/, "Layers").waitFor();
      await workbench.treeItem(/API\s*200/, "Layers").waitFor();
      await workbench.treeItem(/Solapi\s*sandbox/, "Layers").waitFor();
    },
  },
  {
    name: "environment-production",
    prepare: async (workbench) => {
      select(workbench, "production", true);
      await workbench.statusBarItem("Messaging: Production").waitFor();
      await giveSecrets(workbench);
      await workbench.treeItem(/API\s*200/, "Layers").waitFor();
      await workbench.treeItem(/Solapi\s*sandbox/, "Layers").waitFor();
    },
  },
];
