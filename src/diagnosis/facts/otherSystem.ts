import type { Layer } from "../../common/layer";
import type { Facts } from "../facts";
import type { Excerpt, Line } from "../logLines";
import { brokerNamedIn, calledHostIn, isLoopback, providerNamedIn } from "../logs/wordings/systemNames";
import { word } from "../texts/text";

/** The provider and the queue that the texts speak of when they name none. */
const OWN_PROVIDER = "Solapi";

/**
 * The system that a finding is about, if it is not the one that the product's own backend uses: another provider's or
 * broker's name, or `the provider` where nothing in the evidence shows which it is.
 */
export function otherSystem(facts: Facts, layer: Layer, evidence: readonly Excerpt[]): string | undefined {
  const cited = evidence.map((excerpt) => saidAt(facts, excerpt));
  if (layer === "queue") return cited.map(brokerNamedIn).find(Boolean);
  if (layer !== "provider") return undefined;
  const named =
    cited.map(providerNamedIn).find(Boolean) ??
    cited.map((one) => addressIn(facts, one)).find(Boolean) ??
    namedElsewhere(facts);
  if (named) return named === OWN_PROVIDER ? undefined : named;
  return isOwnBackend(facts) ? undefined : word("the-provider");
}

/** The address of an HTTP call that is neither Solapi's nor, in the backend's own evidence, the local sandbox's. */
function addressIn(facts: Facts, text: string): string | undefined {
  const host = calledHostIn(text);
  return host === undefined || (isLoopback(host) && isOwnBackend(facts)) ? undefined : host;
}

/** The address that accepted the message, if it is not Solapi's. */
export function otherAddress(facts: Facts): string | undefined {
  const { accepted } = facts;
  if (!accepted || accepted.code !== undefined) return undefined;
  const cited = accepted.evidence.map((excerpt) => saidAt(facts, excerpt));
  return cited.some((one) => providerNamedIn(one) === OWN_PROVIDER && calledHostIn(one))
    ? undefined
    : cited.map((one) => addressIn(facts, one)).find(Boolean);
}

/** The whole line of an excerpt, with its traceback: frames name the library of a provider. */
function saidAt({ worker, api }: Facts, { source, line, excerpt }: Excerpt): string {
  const lines = source === "worker.logs" ? worker : source === "api.logs" ? api : undefined;
  const own = lines?.find(({ record }) => record.line === line);
  return own ? said(own) : excerpt;
}

const said = ({ record, all }: Line) => `${record.logger ?? ""} ${all}`;

function namedElsewhere(facts: Facts): string | undefined {
  if (isOwnBackend(facts)) return undefined;
  return facts.worker?.map((line) => providerNamedIn(said(line))).find(Boolean);
}

/** Solapi's own records, or anything of the backend that sends by it. */
const isOwnBackend = ({ evidence, generation, rows, records }: Facts) =>
  generation !== undefined ||
  rows !== undefined ||
  records !== undefined ||
  [evidence.provider, evidence.tenant, evidence.backend, evidence.request].some((part) => part !== undefined) ||
  Object.keys({ ...evidence.worker?.env, ...evidence.api?.env }).some((name) => name.startsWith("SOLAPI"));
