import type { FastifyReply, FastifyRequest } from "fastify";
import { clientName } from "../../../../common/shown/clientName";
import { framesIn } from "../../../server/callFrames";
import { withOneRecipient, type GroupRegistry } from "../messages/groupRegistry";
import type { RawMessage } from "../messages/messageIntake";
import type { ForeignHolding, HeldCall } from "./foreignHolding";
import type { AnsweredSend, ForeignSends } from "./foreignSends";

declare module "fastify" {
  interface FastifyRequest {
    /** The user's own messages that this call's answer is about. */
    answers: readonly AnsweredSend[] | undefined;
  }
}

export interface HoldingHooksOptions {
  sends: ForeignSends;
  holding: ForeignHolding;
  groups: Pick<GroupRegistry, "readIn">;
}

/** The hooks of a route that takes messages or sends them; none of it costs anything while no debugger is attached. */
export class HoldingHooks {
  readonly #options: HoldingHooksOptions;

  constructor(options: HoldingHooksOptions) {
    this.#options = options;
  }

  /** Holds a call whose body names its messages, under `messages` or `message`, and puts in what goes on. */
  readonly preHandler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { holding, groups } = this.#options;
    const body = request.body as { messages?: unknown; message?: unknown } | null | undefined;
    const isOne = !Array.isArray(body?.messages);
    const given = isOne ? [body?.message] : (body!.messages as unknown[]);
    if (!holding.isArmed || !given.every(isMessage)) return undefined;
    const end = await holding.beforeCall(
      given.flatMap(withOneRecipient),
      (raw) => groups.readIn(raw),
      callOf(request, reply),
    );
    if (end.kind === "go") {
      request.body = { ...body, ...(isOne ? { message: end.messages[0] } : { messages: end.messages }) };
      return undefined;
    }
    reply.hijack();
    if (end.kind === "cut") request.raw.socket.resetAndDestroy();
    return reply;
  };

  /** Holds the answer. */
  readonly onSend = async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    if (request.answers?.length) await this.#options.holding.beforeAnswer(request.answers, callOf(request, reply));
    return payload;
  };

  /** `work`, which notes what its answer is about. */
  answering(work: (request: FastifyRequest) => unknown): (request: FastifyRequest) => unknown {
    return (request) => {
      try {
        return work(request);
      } finally {
        request.answers = this.#options.sends.takeAnswers();
      }
    };
  }
}

const isMessage = (value: unknown): value is RawMessage =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const programOf = ({ headers }: FastifyRequest): string => clientName(headers["user-agent"] ?? "");

function callOf(request: FastifyRequest, { raw }: FastifyReply): HeldCall {
  const gone = new AbortController();
  if (raw.destroyed || raw.socket?.destroyed) gone.abort();
  raw.once("close", () => gone.abort());
  return { client: programOf(request), frames: framesIn(request.headers), gone: gone.signal };
}
