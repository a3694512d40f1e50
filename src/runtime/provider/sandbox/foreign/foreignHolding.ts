import { editedRequest, payloadOf } from "../../../holds/heldBody";
import type { HoldBoard, QueueClocks } from "../../../holds/holdBoard";
import type { CallFrame } from "../../../server/callFrames";
import type { HoldArrival, HoldDeparture } from "../../../holds/holdMessages";
import type { EmitMessageEvent } from "../../../message/messageEvents";
import type { MatchedSend } from "../../../message/takenByOthers";
import { meaningOf } from "../../statusCodes";
import { ApiError, apiErrors, statusOfError } from "../routes/apiError";
import type { RawMessage, TakenMessage } from "../messages/messageIntake";
import type { AnsweredSend, ForeignSends } from "./foreignSends";

export interface SandboxHolds {
  board: Pick<HoldBoard, "isArmed" | "reach">;
  queue: Pick<QueueClocks, "look" | "drop"> | undefined;
}

/** A program's call that is held. */
export interface HeldCall {
  /** The program, as people call it. */
  client: string;
  /** The lines of its code that make the call. */
  frames: CallFrame[] | undefined;
  /** Its connection has closed. */
  gone: AbortSignal;
}

/** How a held call goes on. `gone`: nobody hears the answer, so it is not carried out. `cut`: without an answer. */
export type HeldCallEnd = { kind: "go"; messages: RawMessage[] } | { kind: "gone" } | { kind: "cut" };

/**
 * Where the calls of the user's own workers are held for a debugger, with their connections open: before they are
 * carried out, and before they are answered. A call of several messages goes on when each of them may.
 *
 *     called ─matched with a message─▶ held ─go─▶ carried out, as edited ─▶ held ─go─▶ answered
 *        └─with none─▶ carried out       ├─answer─▶ answered so, and not carried out
 *                                        ├─drop─▶ without it; its message goes to the dead-letter queue
 *                                        └─client has gone─▶ not carried out: the worker asks again
 */
export class ForeignHolding {
  readonly #holds: SandboxHolds;
  readonly #sends: ForeignSends;
  readonly #emit: EmitMessageEvent;

  constructor(holds: SandboxHolds, sends: ForeignSends, emit: EmitMessageEvent) {
    this.#holds = holds;
    this.#sends = sends;
    this.#emit = emit;
  }

  get isArmed(): boolean {
    return this.#holds.board.isArmed("provider-call");
  }

  /** `readIn`: a message as the intake will read it. Throws the ApiError that answers the call as a whole. */
  async beforeCall(
    messages: readonly RawMessage[],
    readIn: (raw: RawMessage) => TakenMessage,
    call: HeldCall,
  ): Promise<HeldCallEnd> {
    const held = await Promise.all(messages.map((raw) => this.#hold(raw, readIn(raw), call)));
    if (call.gone.aborted) {
      for (const { match } of held) if (match) this.#sends.giveBack(match);
      return { kind: "gone" };
    }
    for (const { match, departure } of held)
      if (match && departure?.kind === "drop") this.#holds.queue?.drop(match.messageId, departure.reason);
    const forAll = held.flatMap(({ departure }) => (isForCall(departure) ? [departure] : []))[0];
    if (forAll) return this.#endAll(held, forAll);
    const left = held.filter(({ departure }) => departure?.kind !== "drop");
    if (left.length === 0) throw apiErrors.validation("dropped in the debugger");
    return { kind: "go", messages: left.map((each) => this.#goOn(each)) };
  }

  /** Resolves when the call may be answered. */
  async beforeAnswer(answers: readonly AnsweredSend[], call: HeldCall): Promise<void> {
    await Promise.all(
      answers.map(({ match, message, outcome, code }) => {
        const { recipient, sender, groupId, content } = message;
        const request = { to: recipient, from: sender, text: content.text };
        const answer = { outcome, code, message: meaningOf(code).ko, groupId };
        const refusal = outcome === "accepted" ? {} : { refusal: `[${code}] ${answer.message}` };
        const arrival = this.#arrival("provider-answer", match, request, call);
        return this.#holds.board.reach({ ...arrival, answer, ...refusal }, call.gone);
      }),
    );
  }

  async #hold(raw: RawMessage, read: TakenMessage, call: HeldCall): Promise<HeldSend> {
    const { recipient, content } = read;
    const match = this.#sends.match({ recipient, text: content.text, traceId: content.customFields["traceId"] });
    if (!match) return { raw, match, departure: undefined };
    const arrival = this.#arrival("provider-call", match, raw, call);
    return { raw, match, departure: await this.#holds.board.reach(arrival, call.gone) };
  }

  /** The message as the program asks for it; what it says besides is the queue's. */
  #arrival(point: HoldArrival["point"], match: MatchedSend, request: RawMessage, call: HeldCall): HoldArrival {
    const { client: participant, frames } = call;
    const { traceId, messageId } = match;
    const { body: queued = "{}", ...known } = this.#holds.queue?.look(messageId) ?? { attempt: 0 };
    const { to, from, text, kakaoOptions } = request;
    const { variables } = (kakaoOptions ?? {}) as { variables?: object };
    const replacements = Object.entries(variables ?? {}).map(([name, value]) => ({
      key: name.replace(/^#\{(.*)\}$/, "$1"),
      value: String(value),
    }));
    const asked = {
      ...(typeof to === "string" && { to }),
      ...(typeof text === "string" && { text }),
      ...(typeof from === "string" && { sender: from }),
      ...(replacements.length > 0 && { alimtalk_replacements: replacements }),
    };
    const body = JSON.stringify({ ...payloadOf(queued), ...asked });
    const at = { point, layer: "provider" as const, traceId, messageId, participant, ...(frames && { frames }) };
    return { ...known, ...at, body, request: JSON.stringify(request) };
  }

  /** The request's message as it goes to the intake. */
  #goOn({ raw, match, departure }: HeldSend): RawMessage {
    if (!match) return raw;
    const edits = departure && "edits" in departure ? departure.edits : undefined;
    const message = edits ? editedRequest(raw, edits) : raw;
    const code = departure?.kind === "answer" ? { code: departure.code } : {};
    this.#sends.begin(message, { match, ...code });
    return message;
  }

  #endAll(held: readonly HeldSend[], { code, message, outcome }: AnswerDeparture): HeldCallEnd {
    const status = statusOfError(code);
    for (const { match } of held) {
      if (!match) continue;
      const { traceId, matched } = match;
      const details =
        outcome === "ambiguous"
          ? { type: "provider.ambiguous" as const, details: { groupId: "", reason: code } }
          : { type: "provider.refused" as const, details: { groupId: "", code, message, matched } };
      this.#emit({ at: Date.now(), traceId, ...details });
      this.#sends.giveBack(match);
    }
    if (status === undefined) return { kind: "cut" };
    throw new ApiError(status, code, message);
  }
}

interface HeldSend {
  raw: RawMessage;
  match: MatchedSend | undefined;
  /** Undefined: it was not held. */
  departure: HoldDeparture | undefined;
}

type AnswerDeparture = Extract<HoldDeparture, { kind: "answer" }>;

/** Solapi answers so for a call, not for one of its messages. */
const isForCall = (departure: HoldDeparture | undefined): departure is AnswerDeparture =>
  departure?.kind === "answer" && meaningOf(departure.code).kind === "error";
