import * as z from "zod";
import { ExpectedError } from "../../common/errors";
import { diagnoseLately } from "../../operations/diagnosis/diagnoseLately";
import { diagnoseNow } from "../../operations/diagnosis/diagnoseNow";
import type { DiagnosedNow } from "../../operations/diagnosis/diagnoseNow";
import { problemText } from "../../operations/layers/presentText";
import { findMessages } from "../../operations/inquiry/findMessages";
import type { OperationContext } from "../../operations/operation";
import type { Environment } from "../../targets/environment";
import { READS, agentTool } from "../agentTool";
import { knownTrace } from "../knownTrace";
import { environmentField, tenantField, verdictOf, verdictShape } from "../toolFields";

export const diagnoseTool = agentTool({
  name: "diagnose",
  title: "Diagnose a message",
  description:
    "Says which layer (API, queue, worker, Solapi) stopped one message, why, and what fixes it, with the evidence. " +
    "Without an id: the newest message. Not for many messages (find_messages), nor for what a code means (explain). " +
    "A fix is done only when a new diagnosis says so.",
  hints: READS,
  input: z.strictObject({
    environment: environmentField,
    id: z.string().max(200).optional().describe("From find_messages; the newest message without it."),
    tenant: tenantField,
    minutes: z.int().min(1).max(1_440).default(10).describe("How far back, for an environment without ids."),
  }),
  output: z.object({
    ...verdictShape,
    layers: z.array(z.object({ layer: z.string(), status: z.string() })),
    now: z.array(z.string()).describe("What is wrong now, apart from this message."),
    cannotSee: z.array(z.string()).describe("What could not be looked at, and why."),
  }),
  run: ({ environment, id, tenant, minutes }, host, signal) =>
    host.onEnvironment(environment, async (opened) => {
      const context = host.context(signal);
      if (id !== undefined) return diagnoseId(opened, id, context);
      const tenantCode = tenant ?? opened.tenantCode;
      const found = opened.traces
        ? await diagnoseNow(opened, tenant === undefined ? {} : { tenantCode: tenant }, context)
        : await diagnoseLately(opened, { tenantCode, minutes }, context);
      if (!found.isMessageKnown) throw noMessage();
      return answer(found);
    }),
});

async function diagnoseId(environment: Environment, id: string, context: OperationContext) {
  const trace = await knownTrace(environment.traces, id, context.signal);
  if (trace) return answer(await diagnoseNow(environment, { trace }, context));
  const { groups, looked } = await findMessages(environment, { id }, 1, context);
  const [group] = groups;
  if (!group) throw noMessage();
  return {
    ...verdictOf({ ...group, evidence: [] }),
    layers: [],
    now: [],
    cannotSee: looked.filter(({ complete }) => !complete).map(({ part, note }) => `${part}: ${note}`),
  };
}

const answer = ({ diagnosis: { verdict, layers }, present, failed }: DiagnosedNow) => ({
  ...verdictOf(verdict),
  layers: layers.map(({ layer, status }) => ({ layer, status })),
  now: (present?.wrong ?? []).map(problemText),
  cannotSee: failed.map(({ probe, reason }) => `${probe}: ${reason}`),
});

const noMessage = () =>
  new ExpectedError(
    "message-not-found",
    "No such message is known here",
    "Look for it with find_messages, by number and time.",
  );
