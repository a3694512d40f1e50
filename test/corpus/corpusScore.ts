import type { Diagnosis, Finding } from "../../src/diagnosis/diagnosis";
import { LogParser } from "../../src/diagnosis/logs/logParser";
import { diagnoseParsed } from "../../src/diagnosis/verdict";
import type { CorpusRun } from "./corpusCase";

const SURE = 0.8;
/** Words by which a verdict claims that nothing was logged. */
const CLAIMS_SILENCE = /says nothing|went silent|no lines?\b|none of the lines|log is empty|printed nothing/i;
const CAUSES_OF_SILENCE = new Set(["worker.not-polling", "worker.stuck"]);

export interface Score {
  run: CorpusRun;
  diagnosis: Diagnosis;
  isLayerRight: boolean;
  isCauseRight: boolean;
  isOutcomeRight: boolean;
  /** At least 80 % sure of something of which a part is wrong. */
  isSureAndWrong: boolean;
  /** A cause of which the case says that it would be false. */
  isFalse: boolean;
  /** Silence is claimed although the log reports a failure. */
  claimsSilence: boolean;
  /** "Cannot tell", and no line is quoted. */
  isUnquoted: boolean;
}

function diagnoseRun({ evidence, logs }: CorpusRun): Diagnosis {
  const parse = (source: "worker.logs" | "api.logs", log: Uint8Array | string) => {
    const { sentAt, collectedAt } = evidence;
    const parser = new LogParser({ source, ...(sentAt && { sentAt }), ...(collectedAt && { collectedAt }) });
    parser.push(log);
    return parser.end();
  };
  const parsed = {
    ...(logs.worker !== undefined && { worker: parse("worker.logs", logs.worker) }),
    ...(logs.api !== undefined && { api: parse("api.logs", logs.api) }),
  };
  return diagnoseParsed(evidence, parsed, { language: "en" });
}

export function score(run: CorpusRun): Score {
  const diagnosis = diagnoseRun(run);
  const { verdict } = diagnosis;
  const isLayerRight = run.expected.layer.includes(verdict.layer);
  const isCauseRight = run.expected.cause.includes(verdict.cause);
  const isOutcomeRight = run.expected.outcome.includes(verdict.outcome);
  const isRight = isLayerRight && isCauseRight && isOutcomeRight;
  return {
    run,
    diagnosis,
    isLayerRight,
    isCauseRight,
    isOutcomeRight,
    isSureAndWrong: !isRight && verdict.outcome !== "unknown" && verdict.confidence >= SURE,
    isFalse: run.mustNot.includes(verdict.cause),
    claimsSilence: !run.isSilent && !isCauseRight && saysSilence(verdict),
    isUnquoted: verdict.outcome === "unknown" && verdict.evidence.length === 0,
  };
}

const saysSilence = ({ cause, title, explanation }: Finding) =>
  CAUSES_OF_SILENCE.has(cause) || CLAIMS_SILENCE.test(`${title} ${explanation}`);

/** The totals as lines of text. */
export function totals(scores: readonly Score[]): string[] {
  const count = (is: (one: Score) => boolean) => scores.filter(is).length;
  const share = (is: (one: Score) => boolean) =>
    `${count(is)} of ${scores.length} (${((100 * count(is)) / scores.length).toFixed(1)} %)`;
  return [
    `layer right     ${share((one) => one.isLayerRight)}`,
    `cause right     ${share((one) => one.isCauseRight)}`,
    `all three right ${share((one) => one.isLayerRight && one.isCauseRight && one.isOutcomeRight)}`,
    `sure and wrong  ${count((one) => one.isSureAndWrong)}`,
    `plainly false   ${count((one) => one.isFalse)}`,
    `silence claimed over errors ${count((one) => one.claimsSilence)}`,
    `cannot tell without a quote ${count((one) => one.isUnquoted)}`,
  ];
}
