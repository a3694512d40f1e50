import fs from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import * as z from "zod";
import { ExpectedError } from "../../common/errors";
import { maskStart } from "../../common/masking";
import { PLAN_VALID_MS, digestOf, isPlanId } from "./plan";
import type { ShownPlan } from "./plan";

const shownPlan = z.looseObject({
  id: z.string(),
  environment: z.string(),
  places: z.array(z.string()),
  description: z.string(),
  via: z.string(),
  madeAt: z.number(),
  action: z.string(),
});
const approval = z.object({ digest: z.string() });

/** Plans and approvals of a workspace, in its state folder, readable by the owner only. */
export class PlanFolder {
  readonly #folder: string;

  constructor(stateDir: string) {
    this.#folder = path.join(stateDir, "plans");
  }

  async show(plan: ShownPlan): Promise<void> {
    await fs.mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#removeOld();
    await fs.writeFile(this.#file(plan.id), JSON.stringify(plan), { mode: 0o600 });
  }

  /** Errors: `plan-unknown`, `plan-expired`. */
  async read(id: string): Promise<ShownPlan> {
    const unknown = new ExpectedError(
      "plan-unknown",
      l10n.t("There is no plan {0}", maskStart(id, 40)),
      l10n.t("Take its id from the agent's answer, and run this in the same workspace."),
    );
    if (!isPlanId(id)) throw unknown;
    const text = await fs.readFile(this.#file(id), "utf8").catch(() => undefined);
    const written = parsed(text);
    const { data } = shownPlan.safeParse(written);
    if (!data || data.id !== id) throw unknown;
    if (Date.now() - data.madeAt > PLAN_VALID_MS)
      throw new ExpectedError(
        "plan-expired",
        l10n.t("The plan is older than 10 minutes"),
        l10n.t("Let the agent make it again."),
      );
    return written as ShownPlan;
  }

  async approve(plan: ShownPlan): Promise<void> {
    await fs.writeFile(this.#file(plan.id, "approval"), JSON.stringify({ digest: digestOf(plan) }), { mode: 0o600 });
  }

  /** Digest of the plan that a person approved; undefined if none did. */
  async approvalOf(id: string): Promise<string | undefined> {
    if (!isPlanId(id)) return undefined;
    const text = await fs.readFile(this.#file(id, "approval"), "utf8").catch(() => undefined);
    return approval.safeParse(parsed(text)).data?.digest;
  }

  async remove(id: string): Promise<void> {
    for (const file of [this.#file(id), this.#file(id, "approval")]) await fs.rm(file, { force: true });
  }

  #file(id: string, kind = "plan"): string {
    return path.join(this.#folder, `${id}.${kind}.json`);
  }

  async #removeOld(): Promise<void> {
    for (const name of await fs.readdir(this.#folder)) {
      const file = path.join(this.#folder, name);
      const { mtimeMs = Date.now() } = (await fs.stat(file).catch(() => undefined)) ?? {};
      if (Date.now() - mtimeMs > PLAN_VALID_MS) await fs.rm(file, { force: true });
    }
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
