import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Command } from "commander";
import manifest from "../../../package.json";
import { commands } from "../../../src/cli/cliCommands";

interface Door {
  operations: string[];
  editor: string[];
  commandLine: string[];
}

/** The rows of the table "Doors". */
function doors(): Door[] {
  const page = fs.readFileSync("docs/architecture.md", "utf8");
  const table = page.slice(page.indexOf("## Doors"), page.indexOf("## What a change touches"));
  const cells = [...table.matchAll(/^\|(.+)\|$/gm)].map(([, row]) => row!.split("|").map((cell) => cell.trim()));
  const named = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  return cells.slice(2).map(([, operation = "", editor, commandLine]) => ({
    operations: operation.split(", "),
    editor: named(editor),
    commandLine: named(commandLine),
  }));
}

/** "tenant set", "audit": what can be typed, without its arguments. */
function typed(): string[] {
  const program = new Command();
  for (const add of commands) add(program, { run: () => Promise.resolve() });
  return program.commands.flatMap((command) => {
    const inside = command.commands.map((each) => `${command.name()} ${each.name()}`);
    const isTyped = inside.length === 0 || command.registeredArguments.length > 0;
    return isTyped ? [command.name(), ...inside] : inside;
  });
}

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

describe("doors in docs/architecture.md", () => {
  it("are every command of the editor, and no other", () =>
    assert.deepEqual(
      sorted(doors().flatMap(({ editor }) => editor)),
      sorted(manifest.contributes.commands.map(({ command }) => command)),
    ));

  it("are every command of the command line, and no other", () =>
    assert.deepEqual(sorted(doors().flatMap(({ commandLine }) => commandLine)), sorted(typed())));

  it("lead to operations that are there", () => {
    const missing = doors().flatMap(({ operations }) => {
      const [first = ""] = operations;
      if (!/^[a-zA-Z]+\/[a-zA-Z]+$/.test(first) || first.startsWith("targets/")) return [];
      const folder = first.split("/")[0]!;
      const files = [first, ...operations.slice(1).map((name) => (name.includes("/") ? name : `${folder}/${name}`))];
      return files.filter((file) => !fs.existsSync(path.join("src/operations", `${file}.ts`)));
    });
    assert.deepEqual(missing, []);
  });
});
