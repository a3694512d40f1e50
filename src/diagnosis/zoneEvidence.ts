import type { Diagnosis } from "./diagnosis";
import { type Language, textsIn } from "./texts/language";
import { excerptAt } from "./logLines";
import type { ParsedLog } from "./logs/types";
import { fill } from "./texts/text";

/** Adds to the verdict's evidence the zone in which a log's times were read, if the verdict rests on them. */
export function withZones(
  diagnosis: Diagnosis,
  logs: readonly (ParsedLog | undefined)[],
  language: Language,
): Diagnosis {
  const { verdict } = diagnosis;
  const cited = new Set(verdict.evidence.flatMap(({ source, line }) => (line === undefined ? [] : [source])));
  // A worker's silence about a message is also read from its log.
  if (cited.size === 0 && verdict.layer === "worker") cited.add("worker.logs");
  const zones = logs.flatMap((log) => {
    if (!log || !cited.has(log.source) || !log.records.some(({ at }) => at !== undefined)) return [];
    const { name, source } = log.zone;
    if (source === "stated" || source === "beside") return [];
    return [excerptAt(log.source, fill(textsIn(language).report[`zone-${source}`], { zone: name }))];
  });
  return zones.length === 0
    ? diagnosis
    : { ...diagnosis, verdict: { ...verdict, evidence: [...verdict.evidence, ...zones] } };
}
