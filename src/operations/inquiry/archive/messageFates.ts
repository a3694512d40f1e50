import type { Finding } from "../../../diagnosis/diagnosis";
import type { Evidence } from "../../../diagnosis/evidence";
import { diagnose } from "../../../diagnosis/verdict";
import type { ArchivedMessage } from "../../../runtime/archive/archivedMessage";
import { kindOf } from "../../../runtime/archive/messageKind";
import { leftOutText } from "../../../runtime/message/leftOut";
import type { SequencedEvent } from "../../../runtime/stack/eventHub";
import type { Environment } from "../../../targets/environment";
import { evidenceOfArchived } from "../../../targets/evidence/archivedEvidence";
import { ignoredIn, withFittingCommands } from "../../diagnosis/diagnoseCollected";
import type { DiagnosisContext } from "../../diagnosis/diagnoseCollected";
import { diagnoseMessage } from "../../diagnosis/diagnoseMessage";
import { titleOfCause } from "../../../diagnosis/report/findingText";

/** A message's fate: the verdict about it, and how it was told. */
export type InquiryFate = Pick<
  Finding,
  "layer" | "outcome" | "cause" | "confidence" | "title" | "explanation" | "fixes"
>;

/** A fate, and what it rests on if that is not the message's own events alone. */
export interface ToldFate {
  fate: InquiryFate;
  evidence?: Evidence;
}

const unfinished = new Set<ArchivedMessage["trace"]["state"]>(["queued", "claimed", "grouped", "submitted"]);

/**
 * Tells the fates of archived messages. Messages whose events say the same have the same fate, so each kind is
 * diagnosed once: from its own events where it has ended, else together with the present state of the layers.
 */
export class MessageFates {
  readonly #environment: Environment;
  readonly #context: DiagnosisContext;
  readonly #known = new Map<string, ToldFate>();
  #ignored: Promise<string[]> | undefined;

  constructor(environment: Environment, context: DiagnosisContext) {
    this.#environment = environment;
    this.#context = context;
  }

  async of(message: ArchivedMessage): Promise<InquiryFate> {
    const kind = kindOf(message);
    await this.learn(kind, message);
    return this.ofKind(kind).fate;
  }

  /** Tells the fate of a kind from one message of it, unless it is known. */
  async learn(kind: string, example: ArchivedMessage): Promise<void> {
    if (!this.#known.has(kind)) this.#known.set(kind, await this.#tell(example));
  }

  /** Of a kind that was learned. */
  ofKind(kind: string): ToldFate {
    const told = this.#known.get(kind);
    if (!told) throw new Error(`no example of the kind ${kind}`);
    return told;
  }

  async #tell(message: ArchivedMessage): Promise<ToldFate> {
    const { trace } = message;
    if (unfinished.has(trace.state) || !isSettled(trace.events)) {
      const { diagnosis, evidence } = await diagnoseMessage(this.#environment, { trace }, this.#context);
      return { fate: diagnosis.verdict, evidence };
    }
    const skipped = trace.events.find(({ type }) => type === "api.recipient-skipped");
    if (skipped?.type === "api.recipient-skipped") return { fate: await this.#leftOut(skipped) };
    return { fate: await this.#diagnose(evidenceOfArchived(message)) };
  }

  async #diagnose(evidence: Evidence): Promise<InquiryFate> {
    this.#ignored ??= ignoredIn(this.#context.workspace, []);
    const diagnosis = diagnose(evidence, { language: this.#context.language, ignored: await this.#ignored });
    return (await withFittingCommands(diagnosis, this.#environment, this.#context)).verdict;
  }

  /** The API sends nothing to one of several: diagnosed as a request for two of which one was left out. */
  async #leftOut({ details }: Extract<SequencedEvent, { type: "api.recipient-skipped" }>): Promise<InquiryFate> {
    const isUnknown = details.reason !== "no-phone";
    const request = { student_ids: [details.studentId, details.studentId + 1] };
    const body = { detail: "", enqueued: 1, skipped_no_phone: isUnknown ? 0 : 1 };
    const { language } = this.#context;
    const told = diagnose({ version: 1, request, api: { status: 200, body } }, { language });
    const { verdict, findings } = await withFittingCommands(told, this.#environment, this.#context);
    const cause = isUnknown ? "api.students-not-found" : "api.recipients-skipped";
    const finding = [verdict, ...findings].find((each) => each.cause === cause) ?? verdict;
    const title = titleOfCause(cause, language) ?? finding.title;
    const explanation = leftOutText(details.reason);
    return { ...finding, layer: "api", outcome: "skipped", cause, title, explanation, confidence: 0.99 };
  }
}

const settling = new Set<SequencedEvent["type"]>([
  "worker.logged",
  "worker.retrying",
  "worker.dead-lettered",
  "queue.deleted",
  "queue.dead-lettered",
]);

/** Whether a worker of ours has finished with it: until then its log says more than its events. */
const isSettled = (events: readonly SequencedEvent[]): boolean =>
  !events.some(({ type }) => type === "worker.claimed") || events.some(({ type }) => settling.has(type));
