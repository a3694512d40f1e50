import * as l10n from "@vscode/l10n";
import type { GroupDifference } from "./differences";

/** "What differs: tenant = saessak in 100 % of these, in 0 % of the others". */
export const differenceText = ({ field, value, inGroup, elsewhere }: GroupDifference): string =>
  l10n.t(
    "What differs: {0} = {1} in {2} of these, in {3} of the others",
    field,
    value,
    percent(inGroup),
    percent(elsewhere),
  );

const percent = (share: number) => `${Math.round(share * 100)} %`;
