import type { Clock } from "../../common/clock";
import type { Logger } from "../../common/logger";
import type { EmitMessageEvent } from "../message/messageEvents";
import type { Provider } from "../provider/provider";
import type { WorkerSettings } from "./workerSettings";
import { GroupSender } from "./sending/groupSender";
import { Intake } from "./receiving/jobIntake";
import { toOutgoing } from "./jobs/job";
import type { Job } from "./jobs/job";
import type { JobStore } from "./jobs/jobStore";
import { MessageEvents } from "./jobEvents";
import { Outcomes } from "./sending/jobOutcomes";
import { noPoints } from "./workerPoints";
import type { WorkerPoints } from "./workerPoints";
import { QueueConsumer } from "./receiving/queueConsumer";
import type { QueueConsumerOptions } from "./receiving/queueConsumer";

export interface WorkerOptions {
  settings: WorkerSettings;
  sqs: Pick<QueueConsumerOptions, "client" | "receiverUntil" | "endpoint">;
  store: JobStore;
  provider: Provider;
  emit: EmitMessageEvent;
  /** A poll failed; the worker backs off. */
  onPollFailed?: QueueConsumerOptions["onPollFailed"];
  /** Resolves when all events so far have left this process. */
  told: () => Promise<void>;
  /** Where a debugger may hold messages. */
  points?: WorkerPoints;
  log: Logger;
  clock: Clock;
}

/** How long a stop waits for groups in flight; an editor's `deactivate` allows about 5 s in all. */
const STOP_WITHIN_MS = 4_000;

/** Groups of one worker in flight at the same time, and the jobs of one group. */
const GROUP_CONCURRENCY = 12;
const GROUP_SIZE = 500;
const MAX_POLLS = 8;

/**
 * The backend's worker without its defects. A message passes these parts, each of which documents its decisions:
 *
 *     QueueConsumer ─received─▶ Intake ─to be sent─▶ GroupSender ─result─▶ Outcomes ─settled─▶ QueueConsumer
 */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #consumer: QueueConsumer;
  readonly #sender: GroupSender;
  readonly #outcomes: Outcomes;
  readonly #intake: Intake;

  constructor(options: WorkerOptions) {
    this.#options = options;
    const { settings, sqs, log, store, provider, emit, told, clock, points = noPoints } = options;
    const events = new MessageEvents(emit, clock);
    const consumer = new QueueConsumer({
      ...sqs,
      ...settings,
      maxPolls: MAX_POLLS,
      log,
      told,
      onMessages: (messages, more) => this.#intake.take(messages, more),
      ...(options.onPollFailed && { onPollFailed: options.onPollFailed }),
      onHeartbeat: (handles) => void this.#outcomes.extendLeases(handles),
    });
    const sender = new GroupSender({
      provider,
      store,
      toOutgoing: (job) => toOutgoing(job, settings),
      concurrency: GROUP_CONCURRENCY,
      groupSize: GROUP_SIZE,
      onGrouped: (jobs, groupId) => {
        for (const job of jobs) events.tell(job, "provider.grouped", { groupId, size: jobs.length });
      },
      onSubmitted: (jobs, groupId) => {
        for (const job of jobs) events.tell(job, "provider.submitted", { groupId });
      },
      onResults: (results) => this.#outcomes.settle(results),
    });
    const sendAgain = (job: Job) => sender.add([job]);
    const held = { points, fallbackSender: settings.sender };
    const outcomes = new Outcomes({ store, consumer, events, log, sendAgain, ...held });
    const parts = { store, consumer, sender, outcomes, events, points, log };
    this.#intake = new Intake({ settings, ...parts, claimSize: GROUP_SIZE });
    this.#outcomes = outcomes;
    this.#sender = sender;
    this.#consumer = consumer;
  }

  get inFlight(): number {
    return this.#consumer.inFlight;
  }

  /** Resolves when the first poll has been sent or has failed. */
  start(): Promise<void> {
    const { queueName, waitSeconds } = this.#options.settings;
    this.#options.log.info(`Messaging Worker started | queue=${queueName} | wait_time=${waitSeconds}s`);
    return this.#consumer.start();
  }

  /**
   * Takes a body as if the queue had delivered it. There is no message to return or delete: a test send that starts
   * here has its outcome reported, and is never redelivered.
   */
  handOver(messageId: string, body: string): void {
    const receiptHandle = `handed-over/${messageId}`;
    this.#intake.take([{ messageId, receiptHandle, body, receiveCount: 1, originalMessageId: undefined }], false);
  }

  /** Receives nothing new, returns what is in no group, waits for the groups in flight, and settles the queue. */
  async stop(): Promise<void> {
    const polls = this.#consumer.stopPolling(); // first: returned messages must not come to this worker again
    this.#intake.stop();
    const held = this.#options.points?.stop();
    await this.#outcomes.release(this.#sender.withdraw(), 0);
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_WITHIN_MS)));
    const orderly = async () => {
      await polls;
      await held;
      await this.#sender.drained();
      await this.#consumer.drained();
    };
    await Promise.race([orderly(), deadline]);
    clearTimeout(timer);
    await this.#options.store.close();
  }
}
