import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

const MAX_FILES = 15;
const MAX_LINES = 400;

const files = fs
  .readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(ts|py)$/.test(file))
  .map((file) => `src/${file.replaceAll("\\", "/")}`);

describe("structure of src", function () {
  this.timeout(180_000);

  it("gives every file a name of its own", () =>
    assert.deepEqual(repeated(files.map((file) => [path.posix.basename(file), file])), []));

  it("gives every exported type a name of its own", () => {
    const types = files
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => exportedTypes(file).map((name) => [name, file] as const));
    assert.ok(types.length > 300, `only ${types.length} types were found`);
    assert.deepEqual(repeated(types), []);
  });

  it(`keeps at most ${MAX_FILES} files in a folder`, () => {
    const folders = Map.groupBy(files, (file) => path.posix.dirname(file));
    const full = [...folders].filter(([, inside]) => inside.length > MAX_FILES);
    assert.deepEqual(
      full.map(([folder, inside]) => `${folder}: ${inside.length} files`),
      [],
    );
  });

  it(`keeps files at ${MAX_LINES} lines or fewer`, () => {
    const linesOf = (file: string) => fs.readFileSync(file, "utf8").split("\n").length - 1;
    const long = files.map((file) => [file, linesOf(file)] as const).filter(([, lines]) => lines > MAX_LINES);
    assert.deepEqual(long, []);
  });

  it("has no circle of imports, types included", () => passes("dependency-cruiser/bin/dependency-cruise.mjs", "src"));

  it("has no file, export or dependency that nobody uses", () => passes("knip/bin/knip.js", "--no-progress"));
});

/** `name: where, where` of each name that several have. */
function repeated(named: readonly (readonly [name: string, where: string])[]): string[] {
  return [...Map.groupBy(named, ([name]) => name)]
    .filter(([, all]) => all.length > 1)
    .map(([name, all]) => `${name}: ${all.map(([, where]) => where).join(", ")}`);
}

/** Names of the interfaces, type aliases, classes and enums that a file declares and exports; re-exports are no declaration. */
function exportedTypes(file: string): string[] {
  const source = ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const declares =
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement);
    if (!declares || !statement.name) return [];
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return isExported ? [statement.name.text] : [];
  });
}

/** Runs one of node_modules' programs; what it prints is the failure. */
function passes(program: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join("node_modules", program), ...args], {
    encoding: "utf8",
  });
  assert.equal(status, 0, `${program} ${args.join(" ")}\n${stdout}${stderr}`);
}
