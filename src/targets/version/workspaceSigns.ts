import * as l10n from "@vscode/l10n";
import type { WorkspaceSources } from "../workspaceFiles";
import type { VersionSign } from "./versionProfile";
import { sourceSigns } from "./versionSigns";

/** What a workspace tells: where its messaging app lies, and what its code says. */
export const workspaceSigns = ({
  appFolders,
  files,
}: Pick<WorkspaceSources, "appFolders" | "files">): VersionSign[] => [
  ...appFolders.map(folderSign),
  ...sourceSigns(files),
];

const folderSign = (folder: string): VersionSign => ({
  says: folder.endsWith("domains/messaging") ? "2026-08" : "2026-03",
  weight: 0.8,
  what: l10n.t("the messaging app lies in {0}", folder),
});
