import type { FastifyInstance } from "fastify";
import { ApiRejection } from "./apiRejection";
import { words } from "./drf/drfWords";

/** Faults of the whole API, set by the fault lab. */
export interface ApiFaults {
  /** Requests are accepted but never answered, as by a hanging gunicorn worker. */
  hangs: boolean;
  /** Every request exceeds DRF's throttle. */
  throttled: boolean;
}

export const noApiFaults = (): ApiFaults => ({ hangs: false, throttled: false });

const THROTTLED_FOR_SECONDS = 60;

/** Applies the faults before every view. */
export function playApiFaults(app: FastifyInstance, faults: ApiFaults): void {
  app.addHook("onRequest", async () => {
    if (faults.hangs) await new Promise(() => undefined);
    if (faults.throttled) {
      const headers = { "Retry-After": String(THROTTLED_FOR_SECONDS) };
      throw new ApiRejection(429, { detail: words.throttled(THROTTLED_FOR_SECONDS) }, headers);
    }
  });
}
