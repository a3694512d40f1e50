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
  /** Its name, or its ARN. */
  logGroup: string;
}

/** AWS gives 10,000 events or 1 MB at once. */
const PAGE = 10_000;

/** The calls to one log group of CloudWatch Logs, with the real SDK. Looking changes nothing. */
export class LogGroup implements Disposable {
  readonly #connection: AwsConnection<CloudWatchLogsClient>;

  constructor(readonly settings: LogGroupSettings) {
    // "streaming-" before the host of an endpoint that is not AWS' leads nowhere.
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
   * Events from that moment on, page by page, in the order of their timestamps. A page may be empty and not the last.
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

  /** What AWS pushes; ends after three hours at the latest. AWS bills it by the minute. */
  async liveTail(signal: AbortSignal): Promise<AsyncIterable<StartLiveTailResponseStream>> {
    const command = new StartLiveTailCommand({ logGroupIdentifiers: [await this.#arn(signal)] });
    // The limit is for the start only: the stream goes on until the caller's signal.
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

  /** Live Tail takes nothing else. */
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
