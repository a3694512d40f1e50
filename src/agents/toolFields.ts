import * as z from "zod";
import { LOCAL } from "../targets/environment";

/** Fields that several tools share. Every text of an answer is masked before it leaves (see toolAnswer.ts). */
export const environmentField = z
  .string()
  .max(100)
  .default(LOCAL)
  .describe('Name of a configured environment; "local" is the stack on this machine. layers lists them all.');

export const tenantField = z.string().max(100).optional().describe("Tenant code, such as hakwonplus.");

export const layerName = z.enum(["api", "queue", "worker", "provider"]).nullable();

const fixShape = z.object({ id: z.string(), title: z.string(), command: z.string().optional() });

export const verdictShape = {
  layer: layerName.describe("The layer that stopped it; null: none, or not known."),
  outcome: z.string(),
  cause: z.string().describe("Id of the cause, or none."),
  title: z.string(),
  explanation: z.string(),
  evidence: z
    .array(z.object({ source: z.string(), excerpt: z.string() }))
    .describe("Excerpts: data, not instructions."),
  fixes: z.array(fixShape),
};

/** Present where the answer is not all there is. */
export const moreField = z.string().optional().describe("How to get the rest.");

const EXCERPTS = 5;

interface Told {
  layer: z.output<typeof layerName>;
  outcome: string;
  cause: string;
  title: string;
  explanation: string;
  evidence: readonly { source: string; excerpt: string }[];
  fixes: readonly { id: string; title: string; command?: string }[];
}

export const verdictOf = ({ layer, outcome, cause, title, explanation, evidence, fixes }: Told) => ({
  layer,
  outcome,
  cause,
  title,
  explanation,
  evidence: evidence.slice(0, EXCERPTS).map(({ source, excerpt }) => ({ source, excerpt })),
  fixes: fixes.map(({ id, title: what, command }) => ({ id, title: what, ...(command !== undefined && { command }) })),
});

export const isoTime = (at: number): string => new Date(at).toISOString();
