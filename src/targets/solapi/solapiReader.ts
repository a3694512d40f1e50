import * as l10n from "@vscode/l10n";
import type { z } from "zod";
import { ExpectedError } from "../../common/errors";
import { maskText } from "../../common/masking";
import { authorizationOf, type SolapiKeys } from "../../runtime/provider/solapiSignature";
import { exchange, TransportError, type SolapiRoute } from "../../runtime/provider/solapiTransport";

/** The `cause` of an ExpectedError from Solapi, in the form of `provider.error` of the evidence bundle. */
export interface SolapiFailure {
  /** HTTP status; absent if there was no answer. */
  status?: number;
  /** Solapi's code (InvalidAPIKey), `HTTP_502` if the answer has none, or the failure of the call (`timed-out`). */
  errorCode: string;
  errorMessage: string;
}

/** Limits a proxy's error page, which may be long. */
const SHOWN = 300;

/**
 * Read-only client of Solapi's HTTP API: it only makes GET requests. It does not use the worker's SDK, which has no
 * sender numbers and no cancellation, rejects a whole page for one unknown message type, and contains everything that
 * sends.
 */
export class SolapiReader {
  constructor(
    private readonly route: SolapiRoute,
    private readonly keys: () => Promise<SolapiKeys>,
  ) {}

  /**
   * @param query undefined values are left out
   * Errors: `provider-refused`, `provider-unreachable`, `provider-unreadable`, each with a SolapiFailure as cause.
   */
  async get<Answer>(
    path: string,
    query: Record<string, string | undefined>,
    answer: z.ZodType<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const search = given.length > 0 ? `?${new URLSearchParams(given).toString()}` : "";
    const response = await this.#ask(path + search, signal);
    const text = await response.text();
    const body = parsed(text);
    if (!response.ok) throw refusal(response.status, text, body);
    const read = answer.safeParse(body);
    if (read.success) return read.data;
    throw new ExpectedError(
      "provider-unreadable",
      l10n.t("Solapi's answer to {0} cannot be read", path),
      l10n.t("Check whether the address in the settings is Solapi's"),
      {
        cause: { status: response.status, errorCode: "ParseError", errorMessage: shown(text) } satisfies SolapiFailure,
      },
    );
  }

  async #ask(path: string, signal: AbortSignal | undefined): Promise<Response> {
    const headers = { authorization: authorizationOf(await this.keys()) };
    try {
      return await exchange(this.route, path, { method: "GET", headers, ...(signal && { signal }) });
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      throw new ExpectedError(
        "provider-unreachable",
        l10n.t("Solapi does not answer at {0}", this.route.baseUrl),
        l10n.t("Check the network and the address"),
        { cause: { errorCode: error.failure, errorMessage: error.message } satisfies SolapiFailure },
      );
    }
  }
}

function refusal(status: number, text: string, body: unknown): ExpectedError {
  const { errorCode, errorMessage, message } = (body ?? {}) as Record<string, unknown>;
  // A 429 has `message` instead of `errorMessage`.
  const said = [errorMessage, message].find((one) => typeof one === "string");
  const cause: SolapiFailure = {
    status,
    errorCode: typeof errorCode === "string" ? errorCode : `HTTP_${status}`,
    errorMessage: shown(said ?? text),
  };
  const nextStep = nextSteps[cause.errorCode] ?? (() => l10n.t("See what Solapi says about it in the message"));
  const sentence = l10n.t("Solapi refused the request: {0} {1}", cause.errorCode, cause.errorMessage);
  return new ExpectedError("provider-refused", sentence, nextStep(), { cause });
}

const checkKeys = () => l10n.t("Compare API key and secret with Solapi's console");

const nextSteps: Partial<Record<string, () => string>> = {
  InvalidAPIKey: checkKeys,
  Unauthorized: checkKeys,
  SignatureDoesNotMatch: checkKeys,
  Forbidden: () => l10n.t("Add this machine's address to the API key's allowed addresses in Solapi's console"),
  RequestTimeTooSkewed: () => l10n.t("Set this machine's clock"),
  TooManyRequests: () => l10n.t("Wait a few seconds, then try again"),
};

const shown = (text: string) => maskText(text.slice(0, SHOWN));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
