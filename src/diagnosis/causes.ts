import { apiCauses } from "./causes/apiCauses";
import type { CauseData, Layer } from "./causes/cause";
import { providerCauses } from "./causes/providerCauses";
import { queueCauses } from "./causes/queueCauses";
import { workerCauses } from "./causes/workerCauses";

export { commandsOf, fixCommands } from "./causes/fixCommands";
export { layers, type CauseData, type Layer, type VerdictOutcome } from "./causes/cause";

/**
 * The vocabulary of verdicts. IDs are stable: JSON output, the settings that silence findings, and links use them.
 * Titles, explanations and fixes are in texts/ under the same IDs.
 */
export const causes = { ...apiCauses, ...queueCauses, ...workerCauses, ...providerCauses };

export type CauseId = keyof typeof causes;
export const causeIds = Object.keys(causes) as CauseId[];

export const causeData = (id: CauseId): CauseData => causes[id];
export const layerOfCause = (id: CauseId): Layer => id.slice(0, id.indexOf(".")) as Layer;

/** Fixes of single lines, which a rule offers before those of its cause. */
export const lineFixIds = [
  "grant-named",
  "lift-deny",
  "grant-kms-send",
  "grant-kms-receive",
  "stop-worker",
  "restart-worker",
  "check-read-timeout",
  "deploy-image",
  "open-route-secrets",
  "add-slash",
  "trust-origin",
  "allow-host",
  "sso-login",
  "trust-policy",
  "slow-polling",
  "unfit-fifo",
  "check-probe",
  "mend-command",
  "reopen-connection",
  "apply-migrations",
  "free-redis",
  "correct-redis-login",
  "use-primary",
  "open-redis",
  "respect-opt-out",
  "open-database",
  "correct-database-login",
  "free-connections",
  "renew-certificate",
  "check-host",
  "check-tls",
  "check-credential-source",
  "trust-certificate",
  "check-proxy",
  "check-dns",
  "mend-image",
  "give-room",
  "check-secrets",
  "mend-line-ends",
  "build-for-platform",
  "make-executable",
  "resend-to-failed",
  "check-before-resend",
  "check-endpoint",
  "check-unit-type",
  "fit-fifo",
  "raise-visibility",
] as const;
export type LineFixId = (typeof lineFixIds)[number];

/** Every fix that a cause or a line offers, plus the one that replaces the restart while the worker is paused. */
export const fixIds = [...new Set([...causeIds.flatMap((id) => causeData(id).fixes), ...lineFixIds, "unpause-worker"])];
