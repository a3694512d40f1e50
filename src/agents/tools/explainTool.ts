import * as z from "zod";
import { explainTerm } from "../../operations/diagnosis/explainTerm";
import { READS, agentTool } from "../agentTool";

export const explainTool = agentTool({
  name: "explain",
  title: "Explain a code, a cause or a log line",
  description:
    "Explains a Solapi or AWS code (1062, AccessDenied), a cause id (provider.balance) or a line of the API's or worker's " +
    "log: what it means and what fixes it. Looks at nothing. Not for what became of a message (diagnose).",
  hints: READS,
  input: z.strictObject({ text: z.string().min(1).max(4_000).describe("A code, a cause id, or lines of a log.") }),
  output: z.object({
    cause: z.string().describe("Id of the cause, or none."),
    title: z.string(),
    explanation: z.string(),
    fixes: z.array(z.string()),
  }),
  run: ({ text }, host, signal) => Promise.resolve(explainTerm(text, host.context(signal).language)),
});
