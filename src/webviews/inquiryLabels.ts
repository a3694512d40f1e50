import * as l10n from "@vscode/l10n";
import type { InquiryLabels } from "./inquiryProtocol";

/** The fixed words of the inquiry's page, in the reader's language. */
export const inquiryLabels = (): InquiryLabels => ({
  find: l10n.t("Find"),
  who: l10n.t("Number, student, name or id"),
  whoHint: l10n.t("010-1234-5678, 5678, student 7, 김민준"),
  tenant: l10n.t("Tenant"),
  from: l10n.t("From"),
  until: l10n.t("Until"),
  timeHint: l10n.t("yesterday 18:00"),
  outcome: l10n.t("Outcome"),
  cause: l10n.t("Cause"),
  any: l10n.t("Any"),
  funnel: l10n.t("Way through the layers"),
  time: l10n.t("Over time"),
  timeDrag: l10n.t("Drag over a part to look at it alone"),
  fine: l10n.t("Sent"),
  wrong: l10n.t("Not sent"),
  unclear: l10n.t("Unclear"),
  groups: l10n.t("By cause"),
  differs: l10n.t("What differs"),
  fix: l10n.t("Fix"),
  messages: l10n.t("Messages"),
  keyboard: l10n.t("Arrow keys move, Enter shows the trace, Ctrl+C copies, Shift extends the selection"),
  open: l10n.t("Show trace"),
  copy: l10n.t("Copy"),
  empty: l10n.t("No messages."),
});
