import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../../common/errors";

/** Fewer digits name too many people. */
const FEWEST_DIGITS = 3;

/**
 * The digits of a number in any spelling: `010-1234-5678`, `+82 10 1234 5678`, `5678`.
 * @throws ExpectedError `number-unreadable`
 */
export function recipientDigits(spelled: string): string {
  const digits = spelled
    .normalize("NFKC")
    .replace(/\D/g, "")
    .replace(/^0082|^82(?=\d{8})/, "0")
    .replace(/^00(?=1)/, "0");
  if (digits.length >= FEWEST_DIGITS && digits.length <= 20) return digits;
  throw new ExpectedError(
    "number-unreadable",
    l10n.t("This is no phone number: it has {0} digits", digits.length),
    l10n.t("Give the whole number, or its last {0} digits or more: 010-1234-5678, 5678", FEWEST_DIGITS),
  );
}
