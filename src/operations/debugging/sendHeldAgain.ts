import { newTraceId } from "../../runtime/api/traceIds";
import { payloadOf } from "../../runtime/holds/heldBody";
import type { HeldMessage } from "../../runtime/holds/holdMessages";
import type { Environment } from "../../targets/environment";
import type { Write } from "../../targets/safety/write";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/**
 * Sends a copy of a held message, as it is now, from its layer on; the held one stays where it is. Resolves with the
 * copy's trace id; a copy that starts at the sandbox has none. Undefined: the user cancelled. Errors: those of the guard.
 */
export async function sendHeldAgain(
  environment: Environment,
  held: HeldMessage,
  context: OperationContext,
): Promise<{ traceId?: string } | undefined> {
  const tenantCode = held.tenant?.code ?? environment.tenantCode;
  const traceId = newTraceId(new Set());
  const target = await requestWrite(environment, startOf(held, tenantCode, traceId), context);
  if (!target) return undefined;
  await target.write();
  return held.layer === "provider" ? {} : { traceId };
}

function startOf(held: HeldMessage, tenantCode: string, traceId: string): Write {
  const payload = payloadOf(held.body);
  const body = JSON.stringify({ ...payload, trace_id: traceId });
  switch (held.layer) {
    case "provider": {
      const [to, text] = [String(payload["to"] ?? ""), String(payload["text"] ?? "")];
      return { kind: "send-to-sandbox", tenantCode, message: { to, text } };
    }
    case "worker":
      return { kind: "hand-to-worker", tenantCode, body };
    case "api":
    case "queue":
      return { kind: "resend", tenantCode, bodies: [body] };
  }
}
