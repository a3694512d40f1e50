import { ExpectedError } from "../../../../common/errors";
import { isScenarioName, scenarioNamed, type Scenario, type ScenarioName, type ProviderStep } from "./scenarios";

/** A scenario that plays at certain calls only. */
export interface PlannedScenario {
  scenario: ScenarioName;
  /** The n-th matching call from now on, 1 being the next. Default: 1. */
  nthCall?: number;
  /** How many calls, from the n-th on. Default: 1. */
  times?: number;
  /** Only calls whose path has this prefix, such as `/cash/`. */
  path?: string;
  /** Only calls of this step. Default without step and path: the scenario's own steps. */
  step?: ProviderStep;
}

export interface ActiveScenario {
  name: ScenarioName;
  step?: ProviderStep;
}

/** Decides which scenario, if any, a call meets: a due fault takes precedence over the active scenario. */
export class ScenarioPlan {
  #active: ActiveScenario | undefined;
  #faults: { fault: PlannedScenario; calls: number }[] = [];

  get active(): ActiveScenario | undefined {
    return this.#active;
  }

  get faults(): readonly PlannedScenario[] {
    return this.#faults.map(({ fault }) => fault);
  }

  /** @throws ExpectedError `unknown-scenario` */
  setScenario(name: string | undefined, step?: ProviderStep): void {
    this.#active = name === undefined ? undefined : { name: known(name), ...(step && { step }) };
  }

  /** @throws ExpectedError `unknown-scenario` */
  addFault(fault: PlannedScenario): void {
    known(fault.scenario);
    this.#faults.push({ fault, calls: 0 });
  }

  clear(): void {
    this.#active = undefined;
    this.#faults = [];
  }

  /** Counts the call, so it must run exactly once per call. */
  scenarioFor(path: string, step: ProviderStep): Scenario | undefined {
    let due: Scenario | undefined;
    for (const entry of this.#faults) {
      const scenario = scenarioNamed(entry.fault.scenario);
      if (!matches(entry.fault, scenario, path, step)) continue;
      entry.calls++;
      if (entry.calls >= (entry.fault.nthCall ?? 1)) due ??= scenario;
    }
    this.#faults = this.#faults.filter(({ fault, calls }) => calls < (fault.nthCall ?? 1) + (fault.times ?? 1) - 1);
    if (due || !this.#active) return due;
    const scenario = scenarioNamed(this.#active.name);
    const steps = this.#active.step ? [this.#active.step] : scenario.steps;
    return steps.includes(step) ? scenario : undefined;
  }
}

function matches(fault: PlannedScenario, scenario: Scenario, path: string, step: ProviderStep): boolean {
  if (fault.path !== undefined && !path.startsWith(fault.path)) return false;
  if (fault.step !== undefined) return fault.step === step;
  return fault.path !== undefined || scenario.steps.includes(step);
}

function known(name: string): ScenarioName {
  if (isScenarioName(name)) return name;
  throw new ExpectedError("unknown-scenario", `The sandbox has no scenario ${name}`, "docs/sandbox.md lists them");
}
