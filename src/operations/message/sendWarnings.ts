import * as l10n from "@vscode/l10n";
import { layerOfCause } from "../../diagnosis/causes/cause";
import { layers } from "../../common/layer";
import type { Layer } from "../../common/layer";
import { LOCAL } from "../../targets/environment";
import type { Environment } from "../../targets/environment";
import { checkLayers, problemsIn } from "../layers/check";
import type { PresentProblem } from "../layers/check";
import { problemText } from "../layers/presentText";
import type { OperationContext } from "../operation";
import type { TestSend } from "./testSend";

/** A send does not wait for parts that answer later. The local stack gives a silent layer 2 s. */
const LOOK_WITHIN_MS = 2_500;

/**
 * What would stop this send now, shown before anything is sent. A test send that rings a phone asks whether to go on;
 * the local stack's goes on. Undefined: the user cancelled.
 */
export async function warnBeforeSend(
  environment: Environment,
  send: TestSend,
  { signal, language, interaction }: OperationContext,
): Promise<PresentProblem[] | undefined> {
  interaction.progress(l10n.t("checking the layers"));
  const { tenantCode } = send;
  const check = await checkLayers(environment, { signal }, { tenantCode, limitMs: LOOK_WITHIN_MS }).catch(() => {
    signal.throwIfAborted();
    return undefined; // the send itself finds out why
  });
  const problems = check ? eachCauseOnce(problemsIn(check, language).filter((problem) => stops(problem, send))) : [];
  if (problems.length === 0) return problems;
  const warnings = problems.map((problem) => ({
    text: problemText(problem),
    ...(problem.nextStep !== undefined && { nextStep: problem.nextStep }),
  }));
  const action = environment.name === LOCAL ? undefined : l10n.t("Send anyway");
  return (await interaction.warn(warnings, action)) ? problems : undefined;
}

/** Two layers may show the same cause: the API refuses what the data has wrong. */
const eachCauseOnce = (problems: readonly PresentProblem[]): PresentProblem[] =>
  problems.filter(
    ({ cause }, index) => cause === undefined || problems.findIndex((other) => other.cause === cause) === index,
  );

/** Whether it stops a message that starts where this one does. */
function stops({ layer, status, cause }: PresentProblem, send: TestSend): boolean {
  const at = cause === undefined ? (layer === "data" ? "api" : layer) : layerOfCause(cause);
  if (positionOf(at) < positionOf(send.start)) return false;
  if (cause === "provider.alimtalk-config") return modeOf(send) !== "sms";
  return status === "blocked" || status === "off";
}

const positionOf = (layer: Layer) => layers.indexOf(layer);

function modeOf(send: TestSend): string {
  if (send.start === "api") return send.request.message_mode ?? "sms";
  return "message" in send ? send.message.mode : "sms";
}
