import type { FastifyInstance } from "fastify";
import { ApiRejection } from "./apiRejection";
import { words } from "./drf/drfWords";

/** Faults of the API as a whole, switched on by the fault lab. */
export interface ApiFaults {
  /** Requests are taken and never answered, as by a worker of gunicorn that hangs. */
  hangs: boolean;
  /** Every request is over DRF's throttle. */
  throttled: boolean;
}

export const noApiFaults = (): ApiFaults => ({ hangs: false, throttled: false });

const THROTTLED_FOR_SECONDS = 60;

/** Plays the faults that stand in front of every view. */
export function playApiFaults(app: FastifyInstance, faults: ApiFaults): void {
  app.addHook("onRequest", async () => {
    if (faults.hangs) await new Promise(() => undefined);
    if (faults.throttled) {
      const headers = { "Retry-After": String(THROTTLED_FOR_SECONDS) };
      throw new ApiRejection(429, { detail: words.throttled(THROTTLED_FOR_SECONDS) }, headers);
    }
  });
}
