import * as z from "zod";
import { checkLayers } from "../../operations/layers/check";
import { READS, agentTool } from "../agentTool";
import { environmentField } from "../toolFields";

/** A part that does not answer within this time is unknown. */
const LIMIT_MS = 10_000;

export const layersTool = agentTool({
  name: "layers",
  title: "Check the layers",
  description:
    "Measures every layer now (API, queue, worker, Solapi, data) and says what is wrong; also lists the environments. " +
    "For 'does it work at the moment'. Not for what became of a message that was sent (diagnose, find_messages).",
  hints: READS,
  input: z.strictObject({ environment: environmentField }),
  output: z.object({
    environment: z.string(),
    environments: z.array(z.string()),
    layers: z.array(
      z.object({
        layer: z.string(),
        status: z.string(),
        facts: z.array(z.string()).describe("What is wrong or cannot be seen; worst first."),
      }),
    ),
  }),
  run: ({ environment }, host, signal) =>
    host.onEnvironment(environment, async (opened) => {
      const { layers } = await checkLayers(opened, host.context(signal), { limitMs: LIMIT_MS });
      return {
        environment: opened.name,
        environments: host.environments(),
        layers: layers.map(({ layer, status, facts }) => ({
          layer,
          status,
          facts: facts
            .filter((fact) => fact.status !== "ok")
            .map(({ title, cause, detail }) => [title, cause && `(${cause})`, detail].filter(Boolean).join(" ")),
        })),
      };
    }),
});
