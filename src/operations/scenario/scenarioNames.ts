import * as l10n from "@vscode/l10n";
import { maskStart } from "../../common/masking";
import { causeIds } from "../../diagnosis/causes/causeIds";
import { faults } from "../../runtime/faults/faultLab";
import { nearestName } from "./nearestName";
import type { SendExpectation } from "./scenarioSchema";
import type { PlacedScenario, ScenarioProblem } from "./scenarioText";

const faultIds = faults.map(({ id }) => id);

/** Names of causes that do not exist, each with the nearest one; and verdicts that no message can have. */
export function checkNames({ scenario, line }: PlacedScenario): ScenarioProblem[] {
  const { name, given, send = [], expect } = scenario;
  const ofFaults = given.fault.filter((id) => !faultIds.includes(id)).map((id) => unknown(id, faultIds));
  const expected = [expect, ...send.flatMap((each) => each.expect ?? [])];
  const ofCauses = expected.flatMap(({ cause }) =>
    cause === undefined || cause === "none" || isCause(cause) ? [] : unknown(cause, causeIds),
  );
  const impossible = ofCauses.length > 0 ? [] : expected.flatMap((each) => contradictionIn(each) ?? []);
  return [...ofFaults, ...ofCauses, ...impossible].map((message) => ({ line, message, name }));
}

/** A verdict is ok without layer and cause, or has a cause of its own layer. */
function contradictionIn({ outcome, layer = "none", cause = "none" }: SendExpectation): string | undefined {
  const stops = [layer, cause].filter((each) => each !== "none");
  if (outcome === "ok" && stops.length > 0)
    return l10n.t("Contradiction: outcome ok has no layer and no cause, but {0} is expected", stops.join(", "));
  if (layer === "none" || cause === "none" || cause.startsWith(`${layer}.`)) return undefined;
  return l10n.t("Contradiction: cause {0} is not in layer {1}", cause, layer);
}

const isCause = (id: string) => (causeIds as readonly string[]).includes(id);

function unknown(id: string, known: readonly string[]): string {
  const near = nearestName(id, known);
  const shown = maskStart(id, 60);
  return near
    ? l10n.t("There is no cause {0}; did you mean {1}?", shown, near)
    : l10n.t("There is no cause {0} that can be set up or expected; see {1}", shown, "messaging fault list");
}
