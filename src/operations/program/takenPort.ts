import * as l10n from "@vscode/l10n";
import type { Warning } from "../interaction";
import type { ProgramRole } from "./folderProgram";
import { isPortTaken, listeningPort } from "./service/portsHere";

/** Says before the start of an API that its port is in use, as far as its words name it. */
export async function takenPortWarnings(role: ProgramRole | undefined, words: readonly string[]): Promise<Warning[]> {
  const port = role === "api" ? listeningPort(words) : undefined;
  if (port === undefined || !(await isPortTaken(port))) return [];
  return [
    {
      text: l10n.t("Port {0}, which your API listens on, is in use on this machine.", port),
      nextStep: l10n.t("Stop what uses it, or name another port."),
    },
  ];
}
