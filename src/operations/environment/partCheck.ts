import * as l10n from "@vscode/l10n";

export const checkedParts = ["api", "queue", "worker", "tenants", "provider"] as const;
export type CheckedPart = (typeof checkedParts)[number];

/** `absent`: not in the settings, hence unknown. */
export interface PartCheck {
  part: CheckedPart;
  status: "ok" | "failed" | "absent";
  /** What was found, or what went wrong and what to do; secrets and all numbers but a sender are masked. */
  sentence: string;
  /** Of the refusal, where it has one: "token-missing". */
  reason?: string;
  elapsedMs: number;
}

/** As printed with `--json`. */
export interface EnvironmentCheck {
  version: 1;
  environment: string;
  /** One entry for each of `checkedParts`, in that order. */
  parts: PartCheck[];
}

/** `fine`: every configured part is in order; `unknown`: no part is configured. */
export function verdictOfParts(parts: readonly PartCheck[]): "fine" | "wrong" | "unknown" {
  if (parts.some(({ status }) => status === "failed")) return "wrong";
  return parts.every(({ status }) => status === "absent") ? "unknown" : "fine";
}

/** The same titles at every door. */
export function partTitle(part: CheckedPart): string {
  switch (part) {
    case "api":
      return "API";
    case "queue":
      return "SQS";
    case "worker":
      return l10n.t("Worker");
    case "tenants":
      return l10n.t("Data");
    case "provider":
      return "Solapi";
  }
}

export const partSymbol: Record<PartCheck["status"], string> = { ok: "✔", failed: "✖", absent: "–" };
