import * as l10n from "@vscode/l10n";
import { maskStart } from "../../common/masking";
import { causeIds } from "../../diagnosis/causes";
import { faults } from "../../runtime/faults/faultLab";
import { nearestName } from "./nearestName";
import type { PlacedScenario, ScenarioProblem } from "./scenarioText";

const faultIds = faults.map(({ id }) => id);

/** Names of causes that do not exist, each with the nearest one. */
export function checkNames({ scenario, line }: PlacedScenario): ScenarioProblem[] {
  const { name, given, send = [], expect } = scenario;
  const ofFaults = given.fault.filter((id) => !faultIds.includes(id)).map((id) => unknown(id, faultIds));
  const expected = [expect, ...send.map((each) => each.expect)].flatMap((each) => each?.cause ?? []);
  const ofCauses = expected.filter((id) => id !== "none" && !isCause(id)).map((id) => unknown(id, causeIds));
  return [...ofFaults, ...ofCauses].map((message) => ({ line, message, name }));
}

const isCause = (id: string) => (causeIds as readonly string[]).includes(id);

function unknown(id: string, known: readonly string[]): string {
  const near = nearestName(id, known);
  const shown = maskStart(id, 60);
  return near
    ? l10n.t("There is no cause {0}; did you mean {1}?", shown, near)
    : l10n.t("There is no cause {0} that can be set up or expected; see {1}", shown, "messaging fault list");
}
