import type { Logger } from "../../../common/logger";
import { maskText } from "../../../common/masking";
import type { SqsClient } from "./sqsCall";
import { SqsError } from "./sqsError";

/** Maximum number of refused keys that the log names. */
const NAMED_KEYS = 50;

/** Accepts only requests with the stack's own access key id. Does not check the signature itself. */
export class SqsAccess {
  readonly #named = new Set<string>();

  constructor(
    private readonly accessKeyId: string,
    private readonly log: Logger,
  ) {}

  /** Throws AWS's `InvalidClientTokenId`, or `MissingAuthenticationToken` for unsigned requests. */
  check({ accessKeyId, userAgent }: SqsClient): void {
    if (accessKeyId === this.accessKeyId) return;
    this.#hint(accessKeyId, userAgent);
    if (accessKeyId === "") throw SqsError.named("MissingAuthenticationToken");
    throw SqsError.named("InvalidClientTokenId");
  }

  /** Logs once per key, because a refused client keeps retrying. */
  #hint(given: string, userAgent: string): void {
    if (this.#named.has(given) || this.#named.size >= NAMED_KEYS) return;
    this.#named.add(given);
    const key = given === "" ? "an unsigned request" : `the access key id ${maskText(given.slice(0, 40))}`;
    this.log.warning(
      `[sqs] Refused ${key} (${userAgent.slice(0, 60)}): set AWS_ACCESS_KEY_ID to the stack's own, which "up" prints, or start it with "up --open-sqs"`,
    );
  }
}
