import * as l10n from "@vscode/l10n";
import { zonedTime } from "../../common/zonedTime";
import type { Searched } from "./foundMessage";

/** "archive since 2026-03-05 18:00:00 +09:00": where was looked, and from when on if the window begins before. */
export const lookedPlaces = ({ window, looked }: Searched): string =>
  looked
    .map(({ part, from }) => (from > window.from ? l10n.t("{0} since {1}", part, zonedTime(from)) : part))
    .join(", ");
