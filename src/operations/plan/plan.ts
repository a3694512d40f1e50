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

/** Of everything in the plan: what is approved is carried out, and nothing else. */
export const digestOf = (plan: Plan): string => createHash("sha256").update(JSON.stringify(plan)).digest("hex");
