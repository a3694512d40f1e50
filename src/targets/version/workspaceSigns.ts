import * as l10n from "@vscode/l10n";
import type { VersionSign } from "./versionProfile";
import type { RunningCode } from "./runningCode";
import { sourceSigns } from "./versionSigns";

/** Signs in the running code: the place of its messaging app, and its contents. */
export const workspaceSigns = ({ appFolders, files }: RunningCode): VersionSign[] => [
  ...appFolders.map(folderSign),
  ...sourceSigns(files),
];

const folderSign = (folder: string): VersionSign => ({
  says: folder.endsWith("domains/messaging") ? "2026-08" : "2026-03",
  weight: 0.8,
  what: l10n.t("the messaging app lies in {0}", folder),
});
