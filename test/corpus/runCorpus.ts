// Runs the corpus and prints how the diagnosis fares: npm run corpus -- --set seen|unseen [--text] [ID …]
import path from "node:path";
import { parseArgs } from "node:util";
import { type CorpusRun, readCorpus } from "./corpusCase";
import { type Score, score, totals } from "./corpusScore";

process.env["TZ"] = "Asia/Seoul";

const { values, positionals } = parseArgs({
  options: { set: { type: "string", default: "seen" }, text: { type: "boolean", default: false } },
  allowPositionals: true,
});
if (values.set !== "seen" && values.set !== "unseen") throw new Error(`--set is seen or unseen, not ${values.set}`);
const isOpen = values.set === "seen";

const isWanted = ({ id }: CorpusRun) => positionals.length === 0 || positionals.some((start) => id.startsWith(start));
const runs = readCorpus(path.join(process.cwd(), "test/corpus", values.set)).filter((run) => !isOpen || isWanted(run));
const scores = runs.map(score);
if (isOpen) for (const one of scores) show(one);
for (const line of totals(scores)) console.log(line);

/** One line a miss; with --text, everything a person reads of it. */
function show(one: Score): void {
  const { run, diagnosis, isLayerRight, isCauseRight, isOutcomeRight } = one;
  const { verdict, layers } = diagnosis;
  const isMiss = !isLayerRight || !isCauseRight || !isOutcomeRight;
  if (!isMiss && !values.text && !one.isUnquoted) return;
  const marks = [
    isMiss ? "MISS" : "right",
    ...(one.isSureAndWrong ? ["SURE AND WRONG"] : []),
    ...(one.isFalse ? ["FALSE"] : []),
    ...(one.claimsSilence ? ["SILENCE"] : []),
    ...(one.isUnquoted ? ["UNQUOTED"] : []),
  ];
  const got = `${verdict.layer ?? "-"} ${verdict.cause} ${verdict.outcome} ${verdict.confidence.toFixed(2)}`;
  const wanted = `${run.expected.cause.join("|")} ${run.expected.outcome.join("|")}`;
  console.log(`${run.kind} ${run.id} ${run.name}: ${marks.join(", ")}: ${got} (wanted ${wanted})`);
  if (!values.text) return;
  console.log(`  ${verdict.title}. ${verdict.explanation}`);
  for (const { source, line, excerpt } of verdict.evidence) console.log(`  ${source}:${line ?? "?"} ${excerpt}`);
  for (const { title, command } of verdict.fixes) console.log(`  fix: ${title}${command ? ` (${command})` : ""}`);
  console.log(`  layers: ${layers.map(({ layer, status }) => `${layer} ${status}`).join(", ")}`);
}
