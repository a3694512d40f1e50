import { createHash } from "node:crypto";
import type { Write } from "../../targets/safety/write";
import type { TestSend } from "../message/testSend";

/** What a plan does: one write, or one test send that is followed to its end. */
export type PlannedAction = { kind: "fix"; write: Write } | { kind: "send"; send: TestSend };

/** A change that somebody else than a person asked for. It is made once a person has approved exactly this. */
export interface Plan {
  /** Eight letters and digits. */
  id: string;
  /** Name of the environment, and where its parts are: the plan is for these alone. */
  environment: string;
  places: string[];
  action: PlannedAction;
  /** In one sentence, masked. */
  description: string;
  /** The access used. */
  via: string;
  /** Milliseconds since the Unix epoch. */
  madeAt: number;
}

/** A plan can be approved, and an approved one carried out, for this long after it was made. */
export const PLAN_VALID_MS = 10 * 60_000;

export const isPlanId = (text: string): boolean => /^[a-z0-9]{8}$/.test(text);

/** What `messaging approve` gets of a plan. The action, which may hold a number and a text, is there as its digest. */
export type ShownPlan = Omit<Plan, "action"> & { action: string };

const sha256 = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");

export const shownPlanOf = (plan: Plan): ShownPlan => ({ ...plan, action: sha256(plan.action) });

/** Of everything in the plan: what is approved is carried out, and nothing else. */
export const digestOf = (plan: ShownPlan): string => sha256(plan);
