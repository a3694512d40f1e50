import path from "node:path";
import { on } from "node:events";
import { EventEmitter } from "node:events";
import { FolderWatch } from "../../common/folderWatch";
import { readScenarios } from "../../operations/scenario/readScenarios";

/** Editors write a file in several steps. */
const QUIET_MS = 100;

/** Yields the files that changed, until the signal. New files of a watched folder count. */
export async function* changedFiles(
  workspace: string,
  named: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  const files = (await readScenarios(workspace, named)).map(({ file }) => file);
  const changed = new Set<string>();
  const bell = new EventEmitter();
  let ring: NodeJS.Timeout | undefined;
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  const note = (folder: string, name: string | undefined) => {
    for (const file of name === undefined ? files : [path.join(folder, name)])
      if (file.endsWith(".yaml")) changed.add(file);
    clearTimeout(ring);
    ring = setTimeout(() => bell.emit("changed"), QUIET_MS);
  };
  const watches = folders.map((folder) => new FolderWatch(path.join(folder, "any"), (name) => note(folder, name)));
  try {
    for await (const _ of on(bell, "changed", { signal })) {
      if (changed.size === 0) continue;
      const now = [...changed];
      changed.clear();
      yield now;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearTimeout(ring);
    for (const watch of watches) watch.close();
  }
}
