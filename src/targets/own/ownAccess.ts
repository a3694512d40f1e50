import * as l10n from "@vscode/l10n";
import { maskText } from "../../common/masking";
import { readAccount } from "../../runtime/stack/probes/accountProbe";
import { accessQueue } from "../../runtime/stack/probes/queueProbe";
import type { AccountReading, QueueAccess } from "../../runtime/stack/probes/stackReadings";

/** The addresses of an environment: a process's keys go to no other, even if its variables name one. */
export interface OwnPlaces {
  /** An SQS other than AWS'; absent: AWS. */
  queue?: { endpoint?: string };
  provider?: { url: string };
}

/** Why something could not be looked at from this machine, in one sentence. It says nothing about the backend. */
export interface CannotLook {
  cannot: string;
}

/** What a process's own identity may do, looked at from here. A part without keys in the variables is absent. */
export interface OwnAccess {
  queue?: QueueAccess | CannotLook;
  account?: AccountReading | CannotLook;
}

const TIMEOUT_MS = 4_000;
const SOLAPI = "https://api.solapi.com";

/** No answer came: this machine may simply have no way to the address. */
const NO_ANSWER = /^E[A-Z_]+$|^UND_ERR|^TimeoutError$|^AbortError$/;

/** Solapi refuses this machine's address, clock or rate, not the key. */
const OF_THIS_MACHINE = /^(?:Forbidden|RequestTimeTooSkewed|TooManyRequests|HTTP_403|HTTP_429)$/i;

/**
 * Looks at the queue and the provider's account with the keys in a process's variables. Sends, receives and writes
 * nothing. A refusal is a fact about the process; a missing answer is not.
 */
export async function readOwnAccess(
  variables: Readonly<Record<string, string>>,
  wants: "SendMessage" | "ReceiveMessage",
  { queue, provider }: OwnPlaces,
  signal: AbortSignal | undefined,
): Promise<OwnAccess> {
  const within = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]);
  const [held, account] = await Promise.all([
    queue && ownQueue(variables, wants, queue, within),
    provider && ownAccount(variables, provider),
  ]);
  signal?.throwIfAborted();
  return { ...(held && { queue: held }), ...(account && { account }) };
}

async function ownQueue(
  variables: Readonly<Record<string, string>>,
  wants: "SendMessage" | "ReceiveMessage",
  { endpoint }: NonNullable<OwnPlaces["queue"]>,
  signal: AbortSignal,
): Promise<OwnAccess["queue"]> {
  const named = variables["AWS_ENDPOINT_URL_SQS"] || variables["AWS_ENDPOINT_URL"];
  if (!variables["AWS_ACCESS_KEY_ID"]) return undefined;
  if (originOf(named) !== originOf(endpoint)) return { cannot: otherAddress(named ?? "AWS") };
  if (!(variables["AWS_REGION"] || variables["AWS_DEFAULT_REGION"])) {
    return { cannot: l10n.t("its variables name no region") };
  }
  const access = await accessQueue(variables, wants, signal);
  if (!access?.error) return access;
  const { operation, code, message } = access.error;
  // Receiving needs no right to read attributes.
  const isNoProof = NO_ANSWER.test(code) || operation === "GetQueueAttributes";
  return isNoProof ? { cannot: maskText(message) } : access;
}

async function ownAccount(
  variables: Readonly<Record<string, string>>,
  { url }: NonNullable<OwnPlaces["provider"]>,
): Promise<OwnAccess["account"]> {
  const { SOLAPI_API_KEY: key, SOLAPI_API_SECRET: secret, SOLAPI_BASE_URL: baseUrl = "" } = variables;
  if (!key || !secret) return undefined;
  const named = baseUrl || SOLAPI;
  if (originOf(named) !== originOf(url)) return { cannot: otherAddress(named) };
  const account = await readAccount({ ...variables, SOLAPI_BASE_URL: named }, TIMEOUT_MS);
  if (!("error" in account)) return account;
  const { status, errorCode, errorMessage } = account.error;
  if (status !== undefined && !OF_THIS_MACHINE.test(errorCode)) return account;
  return { cannot: maskText([errorCode, errorMessage].filter(Boolean).join(": ")) };
}

const otherAddress = (address: string) =>
  l10n.t("its keys are for {0}, which is not this environment's address", maskText(address));

const originOf = (address: string | undefined) =>
  address !== undefined && URL.canParse(address) ? new URL(address).origin : (address ?? "");
