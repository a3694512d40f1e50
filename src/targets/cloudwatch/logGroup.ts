import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  StartLiveTailCommand,
  DescribeLogGroupsCommand,
  type FilteredLogEvent,
  type StartLiveTailResponseStream,
} from "@aws-sdk/client-cloudwatch-logs";
import * as l10n from "@vscode/l10n";
import type { Disposable } from "../../common/disposable";
import { ExpectedError } from "../../common/errors";
import { awsFailureIn } from "../aws/awsError";
import { AwsConnection, type AwsSettings } from "../aws/awsConnection";

export interface LogGroupSettings extends AwsSettings {
  /** Name or ARN. */
  logGroup: string;
}

/** AWS returns at most 10,000 events or 1 MB per call. */
const PAGE = 10_000;

/** Calls to one log group of CloudWatch Logs, through the real SDK. Read-only. */
export class LogGroup implements Disposable {
  readonly #connection: AwsConnection<CloudWatchLogsClient>;

  constructor(readonly settings: LogGroupSettings) {
    // A non-AWS endpoint does not resolve with the "streaming-" host prefix.
    const disableHostPrefix = settings.endpoint !== undefined;
    this.#connection = new AwsConnection(
      settings,
      (config) => new CloudWatchLogsClient({ ...config, disableHostPrefix }),
    );
  }

  get name(): string {
    return this.settings.logGroup;
  }

  /**
   * Events from that time on, page by page, in timestamp order. An empty page is not necessarily the last.
   * Errors: `log-group-not-found`, those of awsErrorOf.
   */
  async *pages(startTime: number, signal?: AbortSignal): AsyncGenerator<FilteredLogEvent[]> {
    let nextToken: string | undefined;
    do {
      const command = new FilterLogEventsCommand({
        logGroupIdentifier: this.name,
        startTime: Math.max(0, Math.floor(startTime)),
        limit: PAGE,
        ...(nextToken !== undefined && { nextToken }),
      });
      const page = await this.#call(
        "FilterLogEvents",
        (client, abortSignal) => client.send(command, { abortSignal }),
        signal,
      );
      yield page.events ?? [];
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }

  /** Events that AWS pushes; the session ends after three hours at most. AWS bills it by the minute. */
  async liveTail(signal: AbortSignal): Promise<AsyncIterable<StartLiveTailResponseStream>> {
    const command = new StartLiveTailCommand({ logGroupIdentifiers: [await this.#arn(signal)] });
    // Only the start has a timeout: the stream runs until the caller's signal.
    const { responseStream } = await this.#call(
      "StartLiveTail",
      (client) => client.send(command, { abortSignal: signal }),
      signal,
    );
    if (!responseStream) throw new Error("StartLiveTail answered without a stream");
    return responseStream;
  }

  dispose(): void {
    this.#connection.dispose();
  }

  /** Live Tail accepts only an ARN. */
  async #arn(signal: AbortSignal): Promise<string> {
    if (this.name.startsWith("arn:")) return this.name;
    const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: this.name });
    const { logGroups = [] } = await this.#call(
      "DescribeLogGroups",
      (client, abortSignal) => client.send(command, { abortSignal }),
      signal,
    );
    const own = logGroups.find(({ logGroupName }) => logGroupName === this.name);
    if (!own?.logGroupArn) throw this.#notFound();
    return own.logGroupArn;
  }

  async #call<T>(
    operation: string,
    request: (client: CloudWatchLogsClient, abortSignal: AbortSignal) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    try {
      return await this.#connection.call(operation, request, signal);
    } catch (error) {
      throw awsFailureIn(error)?.code === "ResourceNotFoundException" ? this.#notFound(error) : error;
    }
  }

  #notFound(cause?: unknown): ExpectedError {
    return new ExpectedError(
      "log-group-not-found",
      l10n.t("There is no log group {0} in the region {1}", this.name, this.settings.region),
      l10n.t("Compare its name and region with the AWS console"),
      { cause },
    );
  }
}
