// node scripts/figures.mjs [commit …]: size and names of src/ at these commits (HEAD), for docs/architecture.md.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { root } from "./setup.mjs";

const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 });

for (const commit of process.argv.length > 2 ? process.argv.slice(2) : ["HEAD"]) {
  const files = git("ls-tree", "-r", "--name-only", commit, "src").trim().split("\n");
  const lines = files.map((file) => git("show", `${commit}:${file}`).split("\n").length - 1).sort((a, b) => a - b);
  const sizes = (keyOf) => {
    const counts = new Map();
    for (const key of files.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()];
  };
  process.stdout.write(
    [
      `${commit}: ${files.length} files, ${lines.reduce((sum, each) => sum + each, 0)} lines`,
      `median ${lines[Math.floor(lines.length / 2)]}, longest ${lines.at(-1)}`,
      `${sizes((file) => path.basename(file)).filter((size) => size > 1).length} repeated names`,
      `${sizes((file) => path.dirname(file)).filter((size) => size > 15).length} folders of more than 15 files\n`,
    ].join(", "),
  );
}
