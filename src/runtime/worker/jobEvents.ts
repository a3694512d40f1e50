import type { Clock } from "../../common/clock";
import type { EmitMessageEvent, MessageEventDetails, MessageEventType } from "../message/messageEvents";
import { maskNumber } from "../../common/masking";
import type { Job } from "./jobs/job";
import type { FinishedJob } from "./jobs/jobStore";

/** The ids of a message in its events. */
export interface Traced {
  traceId: string;
  messageId: string;
}

/** Emits the worker's events of its messages, each with the time. */
export class MessageEvents {
  readonly #emit: EmitMessageEvent;
  readonly #clock: Clock;

  constructor(emit: EmitMessageEvent, clock: Clock) {
    this.#emit = emit;
    this.#clock = clock;
  }

  tell<Type extends MessageEventType>(of: Traced, type: Type, details: MessageEventDetails[Type]): void {
    const { traceId, messageId } = of;
    const event = { type, at: this.#clock.now(), traceId, messageId, details };
    this.#emit(event as Parameters<EmitMessageEvent>[0]);
  }

  /** Emitted again if a debugger changed the job. */
  claimed(job: Job): void {
    const { tenant, payload, sender, receiveCount } = job;
    this.tell(job, "worker.claimed", {
      ...(tenant && { tenantCode: tenant.code }),
      to: maskNumber(payload.to),
      mode: payload.message_mode,
      sender: sender.number,
      senderSource: sender.source,
      receiveCount,
    });
  }

  /** Emits nothing if no row was written. */
  logged(of: Traced, row: FinishedJob, failureReason: string): void {
    const { notificationLogId, amountDeducted } = row;
    if (notificationLogId === 0) return;
    this.tell(of, "worker.logged", { notificationLogId, success: failureReason === "", failureReason, amountDeducted });
  }

  retrying(of: Traced, reason: string, seconds: number): void {
    this.tell(of, "worker.retrying", { reason, delayMs: Math.round(seconds * 1_000) });
  }
}
