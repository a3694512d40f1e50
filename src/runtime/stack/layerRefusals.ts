import type { SequencedEvent } from "./eventHub";
import { layerOf } from "../message/messageEvents";
import type { StackSnapshot } from "./stackSnapshot";

/**
 * The last message that each layer refused. An entry stays until a later message passes that layer, or until its
 * grounds change (`forget`): the worker restarts, a sender is set, or a fault is injected or cleared.
 */
export class LayerRefusals {
  lastErrors: StackSnapshot["lastErrors"] = {};
  #lastAnswer: StackSnapshot["api"]["lastAnswer"];

  get lastAnswer(): StackSnapshot["api"]["lastAnswer"] {
    return this.#lastAnswer;
  }

  forget(): void {
    this.lastErrors = {};
  }

  note(event: SequencedEvent): void {
    switch (event.type) {
      case "api.accepted":
      case "api.rejected": {
        const { status, elapsedMs, tenantCode } = event.details;
        this.#lastAnswer = { at: event.at, status, elapsedMs, tenantCode };
        if (event.type === "api.rejected") this.lastErrors.api = event;
        else delete this.lastErrors.api;
        break;
      }
      case "queue.enqueued":
        delete this.lastErrors.queue;
        break;
      case "worker.claimed":
        delete this.lastErrors.worker;
        break;
      case "provider.accepted":
        delete this.lastErrors.provider;
        break;
      case "api.enqueue-failed":
        this.lastErrors.queue = event;
        break;
      case "worker.dead-lettered":
      case "worker.skipped":
      case "provider.refused":
      case "provider.not-asked":
      case "provider.ambiguous":
      case "provider.undelivered":
      case "queue.dead-lettered":
      case "queue.expired":
        this.lastErrors[layerOf(event.type)] = event;
        break;
      default:
    }
  }
}
