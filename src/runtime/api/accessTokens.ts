import { createHash, timingSafeEqual } from "node:crypto";
import { ApiRejection } from "./apiRejection";
import { words } from "./drf/drfWords";

export interface AccessToken {
  value: string;
  /** Only staff may use the messaging endpoints; a student's or parent's token is valid but gets a 403. */
  isStaff: boolean;
}

const CHALLENGE = { "WWW-Authenticate": 'Bearer realm="api"' };

/** Answers as simplejwt does; the tokens themselves are opaque and belong to one stack. */
export class AccessTokens {
  #tokens: { digest: Buffer; token: AccessToken }[] = [];
  /** Digests of all tokens that were ever valid here. */
  readonly #issued = new Set<string>();

  constructor(tokens: readonly AccessToken[]) {
    this.replace(tokens);
  }

  /** Replaces all tokens, as a new secret key or a changed role does: earlier tokens become invalid. */
  replace(tokens: readonly AccessToken[]): void {
    this.#tokens = tokens.map((token) => ({ digest: digestOf(token.value), token }));
    for (const { digest } of this.#tokens) this.#issued.add(digest.toString("hex"));
  }

  /** Whether the header has a token that is or was valid here, so that the request is from a client of ours. */
  wasIssued(header: string | undefined): boolean {
    const [, value = ""] = (header ?? "").split(/\s+/).filter(Boolean);
    return this.#issued.has(digestOf(value).toString("hex"));
  }

  /** The token of an Authorization header. Throws the backend's 401. */
  authenticate(header: string | undefined): AccessToken {
    const [scheme, value, ...rest] = (header ?? "").split(/\s+/).filter(Boolean);
    if (scheme !== "Bearer") throw new ApiRejection(401, { detail: words.notAuthenticated }, CHALLENGE);
    if (value === undefined || rest.length > 0) {
      throw new ApiRejection(
        401,
        { detail: words.badAuthorizationHeader, code: "bad_authorization_header" },
        CHALLENGE,
      );
    }
    const digest = digestOf(value);
    // Digests have equal length and every token is compared: timing reveals neither length nor position.
    const matches = this.#tokens.filter((each) => timingSafeEqual(each.digest, digest));
    if (matches[0]) return matches[0].token;
    const message = { token_class: "AccessToken", token_type: "access", message: words.tokenInvalidOrExpired };
    throw new ApiRejection(
      401,
      { detail: words.tokenNotValid, code: "token_not_valid", messages: [message] },
      CHALLENGE,
    );
  }
}

function digestOf(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}
