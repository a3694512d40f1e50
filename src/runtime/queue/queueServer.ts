import { systemClock, type Clock } from "../../common/clock";
import { ExpectedError } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { listenOn } from "../server/listen";
import type { EmitMessageEvent } from "../message/messageEvents";
import type { QueueClocks } from "../holds/holdBoard";
import type { MessageQueue } from "./messageQueue";
import type { QueueDependencies } from "./queueDependencies";
import { MoveTasks } from "./moveTasks";
import { DEFAULT_QUEUE_NAME, DEFAULT_REGION, MAX_RECEIVE_COUNT, VISIBILITY_TIMEOUT_SECONDS } from "./payload";
import { PollerRegistry, type Poller, type QueueStray } from "./pollerRegistry";
import { QueueFaults, type NamedQueueFault, type QueueFault } from "./injectedErrors";
import { QueueHolding, type QueueHoldingOptions } from "./holding/queueHolding";
import { openQueueJournal } from "./queueJournal";
import type { StoredQueueMessage } from "./queueMessage";
import { SteadyClock } from "./steadyClock";
import { QueueStore, type Redriven, type LocalRedriveOptions } from "./queueStore";
import { queueUrl } from "./protocol/sqsAction";
import type { SqsContext } from "./protocol/sqsAction";
import { SqsHttpServer } from "./protocol/sqsHttpServer";

export type { NamedQueueFault, Poller, QueueFault, Redriven, LocalRedriveOptions };

export interface QueueServerOptions {
  /** 0 for any. The server replaces a port in use by a free one: read the result's `port`. */
  port: number;
  /** Stores queues and messages across restarts. */
  dataDir: string;
  queueName?: string;
  region?: string;
  /** The only access key id that is accepted; undefined: any. */
  accessKeyId?: string;
  emit: EmitMessageEvent;
  /** A queue or consumer changed without a message event. */
  changed?: () => void;
  /** A message entered a queue, or was there at the start. */
  admitted?: (message: { traceId: string; sentAt: number; body: string }) => void;
  /** Messages were handed out to a consumer. */
  handedOut?: SqsContext["handedOut"];
  /** Whom to ask whether a debugger holds a message. */
  holds?: QueueHoldingOptions["holds"];
  log: Logger;
  clock?: Clock;
}

export interface QueueCounts {
  visible: number;
  inFlight: number;
  delayed: number;
  /** In the queue's dead-letter queue, in any state. */
  dead: number;
  /** Age of the oldest message that is not dead-lettered; 0 if there is none. */
  oldestAgeSeconds: number;
}

export type QueuePart = "ready" | "in-flight" | "delayed" | "dead";

/** Times are milliseconds since the Unix epoch. */
export interface PeekedMessage {
  messageId: string;
  traceId: string;
  queueName: string;
  body: string;
  receiveCount: number;
  sentAt: number;
  firstReceivedAt?: number | undefined;
  /** When a delayed or in-flight message can be received (again). */
  visibleAt?: number | undefined;
}

/** Layer 2: an SQS server that any AWS SDK can use. */
export interface QueueServer {
  /** `http://127.0.0.1:<port>`, for AWS_ENDPOINT_URL_SQS. */
  readonly endpoint: string;
  readonly port: number;
  readonly queueName: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Default: the main queue. Undefined if the queue does not exist. */
  counts(queueName?: string): QueueCounts | undefined;
  /** The main queue's; undefined if the queue has none or does not exist. */
  redrivePolicy(): { maxReceiveCount: number; deadLetterQueue: string } | undefined;
  /** The earliest time at which the main queue's counts change by themselves; undefined: never. */
  changesAt(): number | undefined;
  /** The oldest messages; changes no receive count or visibility. Empty if the queue does not exist. */
  peek(part: QueuePart, limit?: number): PeekedMessage[];
  /** The consumers, latest poll first. */
  pollers(): Poller[];
  /** Programs that asked for a queue which is not there, the newest last. */
  strays(): QueueStray[];
  /** Sets the named fault; undefined clears it. Ends open long polls, so that the change applies at once. */
  setFault(name: string, fault: QueueFault | undefined): void;
  faults(): NamedQueueFault[];
  /** Moves dead-lettered messages to the main queue as new messages. Throws `ExpectedError` if a queue is missing. */
  redrive(options?: LocalRedriveOptions): Redriven[];
  /** Creates the main and dead-letter queues if they are missing. */
  createQueues(): void;
  /** Creates another queue, without a dead-letter queue, unless it exists. */
  createQueue(queueName: string): void;
  /** Deletes a queue and its messages. Default: the main queue. Returns false if it does not exist. */
  deleteQueue(queueName?: string): boolean;
  /** For messages that a debugger holds elsewhere; only with `holds`. */
  readonly clocks: QueueClocks | undefined;
  /** May be called twice. */
  stop(): Promise<void>;
}

export async function startQueueServer(options: QueueServerOptions): Promise<QueueServer> {
  const { queueName = DEFAULT_QUEUE_NAME, region = DEFAULT_REGION, emit, log } = options;
  const { changed = () => {} } = options;
  const wall = options.clock ?? systemClock;
  const clock = options.clock ?? new SteadyClock();
  const { admitted, handedOut } = options;
  const journal = openQueueJournal(options.dataDir, log);
  const deadLetterQueueName = `${queueName}-dlq`;
  const entered: QueueDependencies<MessageQueue>["entered"] = (...entry) => holding?.entered(...entry);
  const queues = new QueueStore({ journal, emit, clock, wall, log, changed, entered, ...(admitted && { admitted }) });
  const { holds } = options;
  const holding =
    holds &&
    new QueueHolding({
      holds,
      queue: () => queues.find(region, queueName),
      deadLetterQueue: () => queues.find(region, deadLetterQueueName),
      dropped: ({ traceId, messageId, receiveCount }, deadLetterQueue) => {
        const details = { queueName, deadLetterQueue, receiveCount };
        emit({ type: "queue.dead-lettered", at: wall.now(), traceId, messageId, details });
      },
    });
  if (admitted)
    for (const queue of queues.list(region))
      for (const part of allParts) for (const message of queue.messages(part)) admitted(message);
  const moveTasks = new MoveTasks({ queues, clock, log });
  const pollers = new PollerRegistry(wall, changed);
  const faults = new QueueFaults();
  const { accessKeyId } = options;
  const server = new SqsHttpServer({
    context: { queues, pollers, moveTasks, clock, ...(handedOut && { handedOut }), ...(holding && { holding }) },
    faults,
    ...(accessKeyId !== undefined && { accessKeyId }),
    region,
    log,
  });
  const createQueues = (): void => createMissing(queues, region, queueName, deadLetterQueueName);
  let port: number;
  try {
    createQueues();
    port = await listenOn({ port: options.port, name: "SQS server", log }, (each) => server.listen(each));
  } catch (error) {
    queues.close();
    throw error;
  }
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    // Answer open long polls first; close the file last, when no more requests can arrive.
    for (const queue of queues.list(region)) queue.close();
    clearInterval(sweep);
    moveTasks.close();
    await server.stop();
    queues.close();
  };
  const sweep = setInterval(() => queues.sweep(), SWEEP_MS).unref();
  /** The deadlines run on the queue's own clock, which differs only after somebody set the system's. */
  const onWall = (at: number): number => {
    const set = wall.now() - clock.now();
    return Math.abs(set) < CLOCK_SET_MS ? at : at + set;
  };
  return {
    endpoint: server.baseUrl,
    port,
    queueName,
    queueUrl: queueUrl(server.baseUrl, queueName),
    deadLetterQueueUrl: queueUrl(server.baseUrl, deadLetterQueueName),
    counts: (name = queueName) => {
      const queue = queues.find(region, name);
      return queue && countsOf(queue, deadLetterQueueOf(queues, queue), clock.now());
    },
    redrivePolicy: () => {
      const policy = queues.find(region, queueName)?.redrivePolicy;
      const deadLetterQueue = policy && queues.findByArn(policy.deadLetterTargetArn);
      return deadLetterQueue && { ...policy, deadLetterQueue: deadLetterQueue.definition.name };
    },
    changesAt: () => {
      const queue = queues.find(region, queueName);
      const deadLetterQueue = queue && deadLetterQueueOf(queues, queue);
      const at = Math.min(queue?.nextDeadline ?? Infinity, deadLetterQueue?.nextDeadline ?? Infinity);
      return at === Infinity ? undefined : onWall(at);
    },
    peek: (part, limit = DEFAULT_PEEK) => {
      const queue = queues.find(region, part === "dead" ? deadLetterQueueName : queueName);
      return queue ? peekInto(queue, part, limit).map((message) => timesOf(message, onWall)) : [];
    },
    pollers: () => pollers.list(),
    strays: () => pollers.strays(),
    setFault: (name, fault) => {
      faults.set(name, fault);
      for (const queue of queues.list(region)) queue.endPolls();
    },
    faults: () => faults.list(),
    redrive: (redriveOptions) => {
      const from = queues.find(region, deadLetterQueueName);
      const to = queues.find(region, queueName);
      if (!from || !to)
        throw new ExpectedError(
          "queue-missing",
          `The queue does not exist: ${from ? queueName : deadLetterQueueName}`,
          "Create the queues first",
        );
      return queues.redrive(from, to, redriveOptions);
    },
    createQueues,
    createQueue: (name) => void (queues.find(region, name) ?? queues.create(region, name, {})),
    deleteQueue: (name = queueName) => {
      const queue = queues.find(region, name);
      if (queue) queues.delete(queue);
      return queue !== undefined;
    },
    clocks: holding,
    stop: () => (stopping ??= stop()),
  };
}

const DEFAULT_PEEK = 100;

/** How often expired messages are looked for; a receive looks itself. */
const SWEEP_MS = 1_000;

function createMissing(queues: QueueStore, region: string, queueName: string, deadLetterQueueName: string): void {
  const deadLetterQueue =
    queues.find(region, deadLetterQueueName) ??
    queues.create(region, deadLetterQueueName, { MessageRetentionPeriod: "1209600" });
  if (queues.find(region, queueName)) return;
  queues.create(region, queueName, {
    VisibilityTimeout: String(VISIBILITY_TIMEOUT_SECONDS),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetterQueue.arn, maxReceiveCount: MAX_RECEIVE_COUNT }),
  });
}

function deadLetterQueueOf(queues: QueueStore, queue: MessageQueue): MessageQueue | undefined {
  const policy = queue.redrivePolicy;
  return policy && queues.findByArn(policy.deadLetterTargetArn);
}

function countsOf(queue: MessageQueue, deadLetterQueue: MessageQueue | undefined, now: number): QueueCounts {
  const counts = queue.counts();
  const deadCounts = deadLetterQueue?.counts();
  let oldest = now;
  for (const part of ["ready", "in-flight", "delayed"] as const)
    for (const { sentAt } of queue.messages(part)) oldest = Math.min(oldest, sentAt);
  return {
    ...counts,
    dead: deadCounts ? deadCounts.visible + deadCounts.inFlight + deadCounts.delayed : 0,
    oldestAgeSeconds: Math.floor((now - oldest) / 1000),
  };
}

function peekInto(queue: MessageQueue, part: QueuePart, limit: number): PeekedMessage[] {
  const peeked: PeekedMessage[] = [];
  for (const each of part === "dead" ? allParts : [part])
    for (const message of queue.messages(each)) {
      if (peeked.length >= limit) return peeked;
      peeked.push(peekedMessage(queue, message, each !== "ready"));
    }
  return peeked;
}

const CLOCK_SET_MS = 1_000;

const timesOf = (message: PeekedMessage, onWall: (at: number) => number): PeekedMessage => ({
  ...message,
  sentAt: onWall(message.sentAt),
  firstReceivedAt: message.firstReceivedAt && onWall(message.firstReceivedAt),
  visibleAt: message.visibleAt && onWall(message.visibleAt),
});

const allParts = ["ready", "in-flight", "delayed"] as const;

const peekedMessage = (queue: MessageQueue, message: StoredQueueMessage, isHidden: boolean): PeekedMessage => ({
  messageId: message.messageId,
  traceId: message.traceId,
  queueName: queue.definition.name,
  body: message.body,
  receiveCount: message.receiveCount,
  sentAt: message.sentAt,
  firstReceivedAt: message.firstReceivedAt,
  visibleAt: isHidden && message.visibleAt !== Infinity ? message.visibleAt : undefined,
});
