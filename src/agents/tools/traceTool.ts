import * as z from "zod";
import { ExpectedError } from "../../common/errors";
import { layerOf } from "../../runtime/message/messageEvents";
import { READS, agentTool } from "../agentTool";
import { knownTrace } from "../knownTrace";
import { environmentField, isoTime, moreField } from "../toolFields";

const MOST = 60;

export const traceTool = agentTool({
  name: "trace",
  title: "Trace a message",
  description:
    "Lists the events of one message in order, API to carrier, with times. For when and in which order things happened. " +
    "Not for why it stopped (diagnose says that). The local stack's messages only.",
  hints: READS,
  input: z.strictObject({
    environment: environmentField,
    id: z.string().max(200).describe("Trace id, from find_messages."),
  }),
  output: z.object({
    id: z.string(),
    state: z.string(),
    to: z.string().optional(),
    tenant: z.string().optional(),
    events: z.array(z.object({ at: z.string(), layer: z.string(), type: z.string(), details: z.string() })),
    more: moreField,
  }),
  run: ({ environment, id }, host, signal) =>
    host.onEnvironment(environment, async ({ traces, name }) => {
      if (!traces)
        throw new ExpectedError(
          "not-offered",
          `${name} keeps no events of its messages`,
          "Use diagnose or find_messages.",
        );
      const trace = await knownTrace(traces, id, signal);
      if (!trace)
        throw new ExpectedError("message-not-found", "No such message is kept", "Look for it with find_messages.");
      const { traceId, state, to, tenantCode, events } = trace;
      return {
        id: traceId,
        state,
        ...(to !== undefined && { to }),
        ...(tenantCode !== undefined && { tenant: tenantCode }),
        events: events.slice(-MOST).map(({ at, type, details }) => ({
          at: isoTime(at),
          layer: layerOf(type),
          type,
          details: Object.entries(details)
            .map(([field, value]) => `${field}=${String(value)}`)
            .join(" "),
        })),
        ...(events.length > MOST && {
          more: `${events.length - MOST} earlier events: messaging tail, or the trace in the editor.`,
        }),
      };
    }),
});
