import type { SourceFile, WorkspaceSources } from "../workspaceFiles";

export type RunningCode = Pick<WorkspaceSources, "appFolders" | "files">;

/** Tests, their settings, and archived code: they are in the folder but never run. */
const PUT_ASIDE =
  /(?:^|\/)(?:tests?|testing|fixtures|_?archived?|_?archives?|_?old|_?backups?|_?legacy|_?deprecated|_?unused)\/|(?:^|\/)(?:test_[\w-]+|[\w-]+_tests?|tests?|testing|conftest)\.py$|[._-](?:bak|old|orig|backup|archived?)(?:\.py)?(?:\/|$)/i;

/**
 * The part of a workspace's code that runs. Of several messaging apps, those in INSTALLED_APPS count; if it names none
 * or all of them, those that other code imports or starts. If that shows nothing either, all of them.
 */
export function runningCode({ appFolders, files }: RunningCode): RunningCode {
  const live = files.filter(({ file }) => !PUT_ASIDE.test(file));
  const folders = appFolders.filter((folder) => !PUT_ASIDE.test(`${folder}/`));
  const isUnder = (file: string, folder: string) => file.includes(`${folder}/`);
  const outside = live.filter(({ file }) => !folders.some((folder) => isUnder(file, folder)));
  const installed = named(folders, outside, ({ file }) => /settings/.test(file));
  const used = installed.length === 1 ? installed : named(folders, outside, ({ file }) => !/settings/.test(file));
  const running = used.length > 0 ? used : installed.length > 0 ? installed : folders;
  const leftovers = folders.filter((folder) => !running.includes(folder));
  return {
    appFolders: running,
    files: live.filter(({ file }) => !leftovers.some((folder) => isUnder(file, folder))),
  };
}

/** The folders that lines of those files name as a module, outside comments: `"apps.domains.messaging"`. */
function named(folders: readonly string[], files: readonly SourceFile[], isMeant: (file: SourceFile) => boolean) {
  const lines = files.filter(isMeant).flatMap(({ text }) => text.split("\n"));
  const code = lines.filter((line) => !line.trimStart().startsWith("#"));
  return folders.filter((folder) => {
    const module = folder.slice(folder.lastIndexOf("apps/")).replaceAll("/", ".");
    return code.some((line) => line.includes(module));
  });
}
