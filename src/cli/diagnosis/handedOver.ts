import * as l10n from "@vscode/l10n";
import pc from "picocolors";
import { zonedTime } from "../../common/zonedTime";
import type { DiagnosedFiles } from "../../operations/diagnosis/diagnoseFiles";
import type { HandOver } from "../../operations/handOver/handOver";
import { resultOf } from "../../operations/inquiry/findMessages";
import { exitOfVerdict } from "../exitCodes";
import { inquiryJson, isoTime } from "../message/inquiryJson";
import { inquiryLines } from "../message/inquiryLines";
import type { Output } from "../output";
import { explanationLines } from "./explanationLines";
import { reportLines } from "./reportLines";

/** Shows a hand-over as `messages` showed it to the person who made it; a single message also as `diagnose` does. */
export function showHandOver(
  output: Output,
  { diagnosis, evidence, explanation }: DiagnosedFiles,
  { madeAt, versions, environment, inquiry }: HandOver,
): number {
  output.json({
    ...diagnosis,
    ...inquiryJson(inquiry),
    handOver: { madeAt: isoTime(madeAt), environment, versions },
    ...(explanation && { explanation }),
  });
  const { product, node, platform } = versions;
  output.line(
    pc.dim(
      l10n.t(
        "Handed over from {0}, {1} (version {2}, {3}, {4})",
        environment,
        zonedTime(madeAt),
        product,
        node,
        platform,
      ),
    ),
  );
  output.line();
  for (const line of inquiryLines(inquiry)) output.line(line);
  if (inquiry.total === 1) for (const line of reportLines(diagnosis, evidence)) output.line(line);
  if (explanation) for (const line of explanationLines(explanation)) output.line(line);
  return exitOfVerdict[resultOf(inquiry)];
}
