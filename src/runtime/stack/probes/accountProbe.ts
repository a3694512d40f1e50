import * as z from "zod";
import { authorizationOf } from "../../provider/solapiSignature";
import { exchange, TransportError } from "../../provider/solapiTransport";
import type { AccountReading } from "./stackReadings";

const balance = z.object({ balance: z.coerce.number() });
const senders = z.object({ senderIds: z.array(z.object({ phoneNumber: z.string(), status: z.string() })) });
const refusal = z.object({
  errorCode: z.string(),
  errorMessage: z.string().optional(),
  message: z.string().optional(),
});

class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`HTTP ${status}`);
  }
}

/** Reads balance and sender numbers with the key, secret and address of these variables and this machine's clock. */
export async function readAccount(variables: NodeJS.ProcessEnv, timeoutMs: number): Promise<AccountReading> {
  const { SOLAPI_API_KEY: apiKey = "", SOLAPI_API_SECRET: apiSecret = "", SOLAPI_BASE_URL: baseUrl = "" } = variables;
  const get = async <T>(path: string, answer: z.ZodType<T>): Promise<T> => {
    const headers = { authorization: authorizationOf({ apiKey, apiSecret }) };
    const response = await exchange({ baseUrl: baseUrl.replace(/\/$/, ""), timeoutMs }, path, { headers });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw new Refused(response.status, body);
    return answer.parse(body);
  };
  try {
    const [account, numbers] = await Promise.all([
      get("/cash/v1/balance", balance),
      get("/senderid/v1/numbers", senders),
    ]);
    return { balance: account.balance, senders: numbers.senderIds };
  } catch (error) {
    return { error: errorOf(error) };
  }
}

function errorOf(error: unknown): { status?: number; errorCode: string; errorMessage: string } {
  if (error instanceof TransportError) return { errorCode: error.failure, errorMessage: error.message };
  if (!(error instanceof Refused)) return { errorCode: "ParseError", errorMessage: "" };
  const { status } = error;
  const said = refusal.safeParse(error.body).data;
  if (!said) return { status, errorCode: `HTTP_${status}`, errorMessage: "" };
  return { status, errorCode: said.errorCode, errorMessage: said.errorMessage ?? said.message ?? "" };
}
