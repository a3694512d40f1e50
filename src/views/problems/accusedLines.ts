import { lightsOf } from "../../targets/layers/lights";
import { readingOf } from "../../targets/layers/layersSnapshot";
import type { LayersSnapshot } from "../../targets/layers/layersSnapshot";
import type { ShownFinding } from "../../window/findings/findingStore";
import { problemCauses } from "./problemLines";
import type { VariableValues } from "./problemLines";

/** A problem whose reason may be a line of the workspace. */
export interface Accusation extends Pick<ShownFinding, "cause" | "title" | "explanation"> {
  /** The values that the worker really has; a line with another value is innocent. */
  values: VariableValues;
}

/**
 * What the workspace's files may be accused of: the findings and what is measured now of a real environment. The local
 * stack reads none of these files.
 */
export function accusationsOf(findings: readonly ShownFinding[], snapshot: LayersSnapshot | undefined): Accusation[] {
  if (snapshot?.isLocal) return [];
  const values = snapshot ? valuesIn(snapshot) : {};
  const measured = (snapshot ? lightsOf(snapshot) : []).flatMap(({ facts }) =>
    facts.flatMap(({ cause, title, detail = "", traceId }): Omit<Accusation, "values">[] =>
      cause !== undefined && traceId === undefined && problemCauses.includes(cause)
        ? [{ cause, title, explanation: detail }]
        : [],
    ),
  );
  const told = new Set(findings.map(({ cause }) => cause));
  return [...findings, ...measured.filter(({ cause }) => !told.has(cause))].map((each) => ({ ...each, values }));
}

/** The worker's own variables, as far as they were read. */
function valuesIn({ worker }: LayersSnapshot): VariableValues {
  const { queueName, region, mock } = readingOf(worker) ?? {};
  return {
    ...(queueName !== undefined && { MESSAGING_SQS_QUEUE_NAME: [queueName] }),
    ...(region !== undefined && { AWS_REGION: [region], AWS_DEFAULT_REGION: [region] }),
    ...(mock === true && { SOLAPI_MOCK: ["true", "1", "yes", "on"] }),
  };
}
