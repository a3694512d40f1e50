/** What happened to the message. `silent`: it looks like success. `ambiguous`: never resend without checking. */
export const outcomes = ["blocked", "degraded", "silent", "ambiguous", "skipped", "ok", "unknown"] as const;
export type VerdictOutcome = (typeof outcomes)[number];
