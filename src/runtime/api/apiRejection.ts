import { words } from "./drf/drfWords";

/** An error answer, thrown by a check: status and body exactly as the backend's. */
export class ApiRejection extends Error {
  constructor(
    readonly status: number,
    readonly body: Record<string, unknown>,
    readonly headers: Record<string, string> = {},
  ) {
    super(typeof body["detail"] === "string" ? body["detail"] : JSON.stringify(body));
  }
}

/** DRF's shape for everything but validation errors: `{"detail": …}`, with a code where the backend's view has one. */
export function rejectWith(status: number, detail: string, code?: string): ApiRejection {
  return new ApiRejection(status, code === undefined ? { detail } : { detail, code });
}

export function methodNotAllowed(method: string, allowed: readonly string[]): ApiRejection {
  return new ApiRejection(405, { detail: words.methodNotAllowed(method) }, { Allow: allowed.join(", ") });
}
