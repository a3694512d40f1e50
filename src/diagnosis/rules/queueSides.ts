import type { Facts } from "../facts";
import type { Known } from "../facts/variableFacts";

/** Whether the message is known to be in the API's queue and nothing received it. */
export const isWaiting = ({ queue, answer, handled }: Facts) =>
  handled.length === 0 && ((queue.growth ?? 0) > 0 || ((queue.visible ?? 0) > 0 && (answer.enqueued ?? 0) > 0));

/** Whether both sides are known and say something else. */
export const differ = (one: Known | undefined, other: Known | undefined) => one && other && one.value !== other.value;
