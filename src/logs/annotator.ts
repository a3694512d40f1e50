import * as l10n from "@vscode/l10n";
import { readEnvelope } from "../diagnosis/logs/envelope";
import { Matcher } from "../diagnosis/logs/catalogue/matcher";
import type { LogPattern } from "../diagnosis/logs/types";
import { MEANING_MARK } from "./annotationMark";
import { koreanMeanings } from "./meaningsKo";

export type Severity = "info" | "warning" | "error";

/** What is known about one log line. */
export interface Annotation {
  severity: Severity;
  /** The message without time, level and logger. */
  text: string;
  /** A logger printed the line. Lines without a header continue the one before. */
  isHeadered: boolean;
  /** Set for lines that the catalogue knows. */
  known?: { patternId: string; layer: LogPattern["layer"]; layerTitle: string; meaning: string; templates: string[] };
}

export interface Annotator {
  annotate(line: string): Annotation;
}

/** Create one per followed log: it caches recent texts, because logs repeat themselves. */
export function createAnnotator(language: "en" | "ko" = "en"): Annotator {
  const matcher = new Matcher();
  return {
    annotate(line) {
      const told = line.includes(MEANING_MARK) ? line.slice(0, line.indexOf(MEANING_MARK)) : line;
      const { texts, level, headered } = readEnvelope(told);
      const match = texts.map((text) => matcher.match(text)).find(({ pattern }) => pattern) ?? matcher.match(texts[0]);
      const { pattern } = match;
      return {
        severity: severityOf(level ?? (headered ? undefined : pattern?.level.toUpperCase())),
        text: pattern ? match.text : texts[0],
        isHeadered: headered,
        ...(pattern && {
          known: {
            patternId: pattern.id,
            layer: pattern.layer,
            layerTitle: layerTitleOf(pattern.layer),
            meaning: (language === "ko" ? koreanMeanings[pattern.meaning] : undefined) ?? pattern.meaning,
            templates: [pattern.template, ...(pattern.aliases ?? [])],
          },
        }),
      };
    },
  };
}

function severityOf(level: string | undefined): Severity {
  if (level === "ERROR" || level === "CRITICAL" || level === "EXCEPTION") return "error";
  return level === "WARNING" ? "warning" : "info";
}

function layerTitleOf(layer: LogPattern["layer"]): string {
  switch (layer) {
    case "api":
      return "API";
    case "queue":
      return "SQS";
    case "worker":
      return "Worker";
    case "provider":
      return "Solapi";
    case "data":
      return l10n.t("Data");
  }
}
