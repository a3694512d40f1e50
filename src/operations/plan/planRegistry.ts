import { randomInt } from "node:crypto";
import * as l10n from "@vscode/l10n";
import type { Clock } from "../../common/clock";
import { systemClock } from "../../common/clock";
import { ExpectedError } from "../../common/errors";
import { maskStart } from "../../common/masking";
import { PLAN_VALID_MS, digestOf, shownPlanOf } from "./plan";
import type { Plan } from "./plan";
import type { PlanFolder } from "./planFolder";

const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/**
 * The plans that this process made. They are kept in its memory, so nobody can alter one; the folder only shows them to
 * `messaging approve` and takes its approvals.
 *
 *     made ─a person approves─▶ approved ─▶ used
 *       └──────10 min──────▶ expired ◀──┘
 */
export class PlanRegistry {
  readonly #plans = new Map<string, Plan>();
  readonly #approved = new Set<string>();
  readonly #used = new Set<string>();
  readonly #folder: PlanFolder | undefined;
  readonly #clock: Clock;

  constructor(folder?: PlanFolder, clock: Clock = systemClock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  async add(content: Omit<Plan, "id" | "madeAt">): Promise<Plan> {
    const id = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
    const plan: Plan = structuredClone({ ...content, id, madeAt: this.#clock.now() });
    this.#plans.set(id, plan);
    await this.#folder?.show(shownPlanOf(plan));
    return plan;
  }

  /** A person has approved it in this process: by a click in the editor. Errors: `plan-unknown`, `plan-expired`. */
  approve(id: string): void {
    this.#valid(id);
    this.#approved.add(id);
  }

  /**
   * The plan, once: it counts as used from now on, whatever becomes of it.
   * Errors: `plan-unknown`, `plan-used`, `plan-expired`, `plan-altered`, `plan-not-approved`.
   */
  async take(id: string, kind: Plan["action"]["kind"]): Promise<Plan> {
    const plan = this.#valid(id);
    if (plan.action.kind !== kind)
      throw new ExpectedError(
        "plan-unknown",
        l10n.t("This plan is for something else: {0}", plan.description),
        kind === "send" ? l10n.t("Carry it out with {0}.", "apply_fix") : l10n.t("Carry it out with {0}.", "send_test"),
      );
    const digest = digestOf(shownPlanOf(plan));
    const approval = this.#approved.has(id) ? digest : await this.#folder?.approvalOf(id);
    if (this.#used.has(id)) throw used();
    if (approval === undefined) throw notApproved(id);
    if (approval !== digest)
      throw new ExpectedError(
        "plan-altered",
        l10n.t("What was approved is not this plan"),
        l10n.t("Make the plan again, and let a person approve it."),
      );
    this.#used.add(id);
    await this.#folder?.remove(id);
    return plan;
  }

  #valid(id: string): Plan {
    const plan = this.#plans.get(id);
    if (!plan)
      throw new ExpectedError(
        "plan-unknown",
        l10n.t("There is no plan {0}", maskStart(id, 40)),
        l10n.t("Make one with {0}.", "plan_fix"),
      );
    if (this.#used.has(id)) throw used();
    if (this.#clock.now() - plan.madeAt <= PLAN_VALID_MS) return plan;
    throw new ExpectedError(
      "plan-expired",
      l10n.t("The plan is older than 10 minutes"),
      l10n.t("Make the plan again, and let a person approve it."),
    );
  }
}

const used = () =>
  new ExpectedError(
    "plan-used",
    l10n.t("This plan was carried out already"),
    l10n.t("Make a new plan for another change."),
  );

const notApproved = (id: string) =>
  new ExpectedError(
    "plan-not-approved",
    l10n.t("No person has approved this plan yet, so nothing was changed"),
    l10n.t(
      "Ask the user to approve it in a terminal ({0}) or in the editor, then try again.",
      `messaging approve ${id}`,
    ),
  );
