import { fromIni, fromNodeProviderChain } from "@aws-sdk/credential-providers";
import type { Disposable } from "../../common/disposable";
import { ExpectedError } from "../../common/errors";
import { withinLimit } from "../looking/timeLimit";
import { awsErrorOf } from "./awsError";

/** Region, endpoint and credentials of a service. */
export interface AwsSettings {
  region: string;
  /** Set for services other than AWS. */
  endpoint?: string | undefined;
  /** A profile of ~/.aws/config. Without it the default chain: variables, default profile, container, machine. */
  profile?: string | undefined;
}

/** Options that every SDK client takes. */
export interface AwsClientConfig {
  region: string;
  endpoint?: string;
  credentials: ReturnType<typeof fromIni>;
  maxAttempts: number;
  requestHandler: { connectionTimeout: number };
}

/** Members that every SDK client has. */
interface AwsClient {
  destroy(): void;
  readonly config: {
    endpointProvider: (parameters: { Region: string; UseDualStack: boolean; UseFIPS: boolean }) => { url: URL };
  };
}

/** Covers a call with its retries and credential lookup; a profile's login process may take some seconds. */
const CALL_MS = 15_000;
const CONNECT_MS = 4_000;

/** Reloads the credentials after these errors: the user may have logged in or edited them meanwhile. */
const CREDENTIAL_REASONS = ["aws-session-expired", "aws-credentials-missing", "aws-credentials-invalid"];

const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * One client of the real SDK, created at its first call, with a timeout on each call. Every failure is an ExpectedError
 * (see awsErrorOf), except the caller's own abort, which is passed on.
 */
export class AwsConnection<Client extends AwsClient> implements Disposable {
  #client: Client | undefined;

  constructor(
    readonly settings: AwsSettings,
    private readonly create: (config: AwsClientConfig) => Client,
    /** 1 for calls that must not run twice: the SDK repeats a request whose answer was lost. */
    private readonly maxAttempts = 3,
  ) {}

  async call<T>(
    operation: string,
    request: (client: Client, abortSignal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
    limitMs = CALL_MS,
  ): Promise<T> {
    try {
      return await withinLimit(limitMs, signal, (abortSignal) => request(this.#connected(), abortSignal));
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const { endpoint = `AWS ${this.settings.region}`, profile } = this.settings;
      const expected = awsErrorOf(error, { operation, endpoint, profile });
      if (CREDENTIAL_REASONS.includes(expected.reason)) this.dispose();
      throw expected;
    }
  }

  dispose(): void {
    this.#client?.destroy();
    this.#client = undefined;
  }

  #connected(): Client {
    this.#client ??= this.#connect();
    return this.#client;
  }

  #connect(): Client {
    const { region, endpoint, profile } = this.settings;
    const config: AwsClientConfig = {
      region,
      credentials: credentialsOf(profile),
      maxAttempts: this.maxAttempts,
      requestHandler: { connectionTimeout: CONNECT_MS },
      ...(endpoint !== undefined && { endpoint }),
    };
    const client = this.create(config);
    if (endpoint !== undefined || profile === undefined) return client;
    // This process's AWS_ENDPOINT_URL belongs to the default chain: it must not redirect a named profile.
    const { url } = client.config.endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false });
    client.destroy();
    return this.create({ ...config, endpoint: url.href });
  }
}

/**
 * A named profile is resolved from ~/.aws/config only: the default chain would fall back to this process's variables,
 * container role and machine role, and so to another account's queue. Every new client reads the files again.
 */
const credentialsOf = (profile: string | undefined): AwsClientConfig["credentials"] =>
  profile === undefined
    ? fromNodeProviderChain({ ignoreCache: true, logger: quiet })
    : fromIni({ profile, ignoreCache: true, logger: quiet });

/** For callers that continue where something does not exist. */
export const isReason = (error: unknown, ...reasons: string[]): boolean =>
  ExpectedError.is(error) && reasons.includes(error.reason);
