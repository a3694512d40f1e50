import * as l10n from "@vscode/l10n";

/** Counted things in the reader's language: "1 byte", "12 bytes". */
export const bytesText = (count: number): string => (count === 1 ? l10n.t("1 byte") : l10n.t("{0} bytes", count));

export const messagesText = (count: number): string =>
  count === 1 ? l10n.t("1 message") : l10n.t("{0} messages", count.toLocaleString("en"));

export const studentsText = (count: number): string =>
  count === 1 ? l10n.t("1 student") : l10n.t("{0} students", count);

export const restartsText = (count: number): string =>
  count === 1 ? l10n.t("restarted once") : l10n.t("restarted {0} times", count);

export const faultsText = (count: number): string =>
  count === 1 ? l10n.t("1 fault active") : l10n.t("{0} faults active", count);
