import { DeleteMessageCommand, type Message, type MessageAttributeValue } from "@aws-sdk/client-sqs";
import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { ORIGINAL_MESSAGE_ID, traceIdOf } from "../../runtime/queue/payload";
import { awsFailureIn, changedNothing } from "./awsError";
import { BATCH, giveBack, putMessage, takeMessages } from "./messageHandling";
import { RedriveJournal } from "./redriveJournal";
import type { SqsQueues } from "./sqsQueues";

/** Visibility timeout: enough for a batch of ten at their timeouts; after a crash, hidden messages return after it. */
const HIDDEN_SECONDS = 180;
const BATCH_MS = 150_000;

/** SQS allows ten attributes per message. */
const MAX_ATTRIBUTES = 10;

export interface RedriveOptions {
  queueUrl: string;
  deadLetterQueueUrl: string;
  limit: number;
  /** Redrives only these; other received messages are given back. */
  only?: ReadonlySet<string>;
  /** Folder of the journal. */
  stateDir: string;
}

/**
 * Copies dead messages back, one by one:
 *
 *     in the DLQ ──note "copying"──▶ copy asked for ──SQS confirms, note "copied"──▶ both ──delete, note "removed"──▶ back
 *                                        │
 *                                        └─ SQS refuses, note "refused": as if never begun
 *
 * A message is never lost: the original is deleted only after its copy is confirmed. It is never sent twice, by three
 * means: a message noted as "copied" is only deleted by the next redrive; one left at "copying" (a crash, or no answer)
 * may have been taken, so it stays in the DLQ and is reported, because sending twice is worse than waiting for a
 * person; and the copy carries its first MessageId, by which our worker recognises the job if a person decides wrongly.
 * AWS' own StartMessageMoveTask does not help: it moves all or nothing, and its new MessageIds lack that mark.
 *
 * @returns how many are back, including those already copied.
 * Throws ExpectedError `redrive-incomplete` if some were left, after the others are done.
 */
export async function redriveMessages(
  queues: SqsQueues,
  options: RedriveOptions,
  signal?: AbortSignal,
): Promise<number> {
  const journal = await RedriveJournal.open(options.stateDir, options.deadLetterQueueUrl);
  try {
    return await new Redrive(queues, options, journal).run(signal);
  } finally {
    await journal.close();
  }
}

class Redrive {
  #moved = 0;
  readonly #left: Message[] = [];
  /** Received messages that are not to be redriven. */
  readonly #others: Message[] = [];

  constructor(
    private readonly queues: SqsQueues,
    private readonly options: RedriveOptions,
    private readonly journal: RedriveJournal,
  ) {}

  async run(signal: AbortSignal | undefined): Promise<number> {
    const { deadLetterQueueUrl, limit, only } = this.options;
    let held: Message[] = [];
    try {
      for (;;) {
        signal?.throwIfAborted();
        const wanted = Math.min((only?.size ?? limit) - this.#moved - this.#left.length, BATCH);
        if (wanted <= 0) break;
        held = await takeMessages(this.queues, deadLetterQueueUrl, wanted, HIDDEN_SECONDS, signal);
        if (held.length === 0) break;
        await this.journal.reload();
        await this.#moveAll(held, signal);
      }
    } finally {
      await this.#return([...held, ...this.#left, ...this.#others]);
    }
    if (this.#left.length > 0) throw this.#incomplete();
    return this.#moved;
  }

  /** Removes finished messages from `held`. Cancellable between two messages, never within one. */
  async #moveAll(held: Message[], signal: AbortSignal | undefined): Promise<void> {
    const until = Date.now() + BATCH_MS;
    for (let message = held[0]; message; message = held[0]) {
      signal?.throwIfAborted();
      if (Date.now() >= until) return this.#return(held.splice(0));
      await this.#move(message);
      held.shift();
    }
  }

  async #move(message: Message): Promise<void> {
    const id = message.MessageId ?? "";
    if (this.options.only && !this.options.only.has(id)) {
      this.#others.push(message);
      return;
    }
    const step = this.journal.stepOf(id);
    if (step === "copying") {
      this.#left.push(message);
      return;
    }
    if (step === undefined || step === "refused") await this.#copy(message, id);
    await this.#remove(message, id);
    // Deleted before, but delivered again by SQS. Its copy is already counted.
    if (step !== "removed") this.#moved += 1;
  }

  async #copy(message: Message, id: string): Promise<void> {
    await this.journal.note(id, "copying");
    try {
      await putMessage(this.queues, this.options.queueUrl, message.Body ?? "", identityOf(message));
    } catch (error) {
      if (changedNothing(error)) await this.journal.note(id, "refused");
      throw error;
    }
    await this.journal.note(id, "copied");
  }

  async #remove({ ReceiptHandle }: Message, id: string): Promise<void> {
    const command = new DeleteMessageCommand({ QueueUrl: this.options.deadLetterQueueUrl, ReceiptHandle });
    await this.queues.reads.call("DeleteMessage", (client, abortSignal) => client.send(command, { abortSignal }));
    await this.journal.note(id, "removed");
  }

  /** A message that cannot be given back reappears after its visibility timeout. */
  async #return(messages: readonly Message[]): Promise<void> {
    try {
      await giveBack(this.queues, this.options.deadLetterQueueUrl, messages);
    } catch (error) {
      if (!awsFailureIn(error)) throw error;
    }
  }

  #incomplete(): ExpectedError {
    const ids = this.#left.map(({ MessageId }) => MessageId).join(", ");
    return new ExpectedError(
      "redrive-incomplete",
      l10n.t(
        "{0} messages are back on the queue; {1} stay in the dead-letter queue, for an earlier redrive ended before it was known whether they had been copied: {2}",
        this.#moved,
        this.#left.length,
        ids,
      ),
      l10n.t("See by the recipients' log rows whether they were sent, and enqueue again by hand what was not"),
    );
  }
}

/** See keepIdentity of the local queue: a copy is the same job, so it carries its first MessageId. */
function identityOf({ MessageAttributes = {}, MessageId, Body = "" }: Message): Record<string, MessageAttributeValue> {
  const isMarked = traceIdOf(Body) !== undefined || MessageAttributes[ORIGINAL_MESSAGE_ID] !== undefined;
  if (isMarked || Object.keys(MessageAttributes).length >= MAX_ATTRIBUTES) return MessageAttributes;
  return { ...MessageAttributes, [ORIGINAL_MESSAGE_ID]: { DataType: "String", StringValue: MessageId } };
}
