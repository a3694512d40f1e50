import { digitsOf } from "../../common/text/digits";
import * as l10n from "@vscode/l10n";
import * as z from "zod";
import { ExpectedError } from "../../common/errors";
import type { SolapiKeys } from "../../runtime/provider/solapiSignature";
import type { ProviderSender, ProviderTarget } from "../environment";
import { secretVariables, type SecretSource } from "../settings/environmentSettings";
import { readRecords } from "./providerRecords";
import { SolapiReader, type SolapiFailure } from "./solapiReader";

const LIVE_HOST = "api.solapi.com";
const TIMEOUT_MS = 10_000;

const balanceAnswer = z.object({ balance: z.coerce.number(), point: z.coerce.number().default(0) });

/** A bare number counts as usable. */
const sender = z
  .union([
    z.string().transform((phoneNumber) => ({ phoneNumber, status: "ACTIVE" })),
    z.object({ phoneNumber: z.string(), status: z.string().default("ACTIVE") }),
  ])
  .transform(({ phoneNumber, status }): ProviderSender => ({ phoneNumber: digitsOf(phoneNumber), status }));

const senderList = z.array(sender);
const sendersAnswer = z.union([
  senderList,
  z.object({ senderIds: senderList }).transform(({ senderIds }) => senderIds),
]);

/** Layer 4: the account at Solapi (or in a sandbox). Cannot send. */
export function createSolapiTarget(
  { url }: { url: string },
  secrets: SecretSource,
  timeoutMs = TIMEOUT_MS,
): ProviderTarget {
  const baseUrl = url.replace(/(?<!\/)\/+$/, "");
  const reader = new SolapiReader({ baseUrl, timeoutMs }, () => keysOf(secrets));
  return {
    url: baseUrl,
    mode: new URL(url).hostname === LIVE_HOST ? "live" : "sandbox",
    balance: (signal) => reader.get("/cash/v1/balance", {}, balanceAnswer, signal),
    async senders(signal) {
      try {
        return await reader.get("/senderid/v1/numbers", {}, sendersAnswer, signal);
      } catch (error) {
        const { status } = ((error as ExpectedError).cause ?? {}) as Partial<SolapiFailure>;
        if (!ExpectedError.is(error, "provider-refused") || status !== 404) throw error;
        return reader.get("/senderid/v1/numbers/active", {}, sendersAnswer, signal);
      }
    },
    messages: (query, signal, onPage) => readRecords(reader, query, signal, onPage),
  };
}

/** Read for every request: the user may have changed them. */
async function keysOf(secrets: SecretSource): Promise<SolapiKeys> {
  const [apiKey, apiSecret] = await Promise.all([secrets.get("solapiApiKey"), secrets.get("solapiApiSecret")]);
  if (apiKey && apiSecret) return { apiKey, apiSecret };
  const { solapiApiKey, solapiApiSecret } = secretVariables;
  throw new ExpectedError(
    "provider-keys-missing",
    l10n.t("Solapi's API key or secret is missing"),
    l10n.t("Store them for this environment, or set {0} and {1}", solapiApiKey, solapiApiSecret),
  );
}
