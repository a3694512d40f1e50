import assert from "node:assert/strict";
import { Command } from "commander";
import { commands } from "../../../src/cli/cliCommands";
import { commandLineOf } from "../../../src/cli/commandLine";
import { ownCommandIn, ownCommandNames, withCommandLine } from "../../../src/runtime/control/ownCommand";
import { buttonOfStep, sentenceOf } from "../../../src/host/toasts/errorTexts";
import { ExpectedError } from "../../../src/common/errors";
import { diagnose } from "../../../src/diagnosis/verdict";
import { withLocalCommands, withOwnCommands } from "../../../src/targets/evidence/shownFixes";

describe("the command line in what is shown", () => {
  for (const [title, script, over, expected] of [
    ["a checkout", "/work/messaging/dist/cli.js", {}, "node dist/cli.js"],
    ["another folder", "/opt/messaging tool/dist/cli.js", {}, "node '/opt/messaging tool/dist/cli.js'"],
    ["the bin", "/usr/local/bin/messaging", {}, "messaging"],
    ["npx", "/home/me/project/node_modules/.bin/messaging", { npm_command: "exec" }, "npx messaging"],
    ["an npm script", "/work/messaging/dist/cli.js", { npm_command: "run-script" }, "node dist/cli.js"],
    [
      "an older Node, which hands over",
      "/x/dist/cli-main.js",
      { MESSAGING_STARTED_SCRIPT: "/usr/bin/messaging" },
      "messaging",
    ],
  ] as const) {
    it(`is the one that was typed: ${title}`, () =>
      assert.equal(commandLineOf({ script, cwd: "/work/messaging", env: { ...over }, platform: "linux" }), expected));
  }

  it("is the bin's on Windows too, where a batch file starts the installed script", () => {
    const script = String.raw`C:\me\node_modules\messaging-runtime-debugger\dist\cli.js`;
    assert.equal(commandLineOf({ script, cwd: "C:\\me", env: {}, platform: "win32" }), "messaging");
    const checkout = { script: "C:\\me\\dist\\cli.js", cwd: "C:\\me", env: {}, platform: "win32" } as const;
    assert.equal(commandLineOf(checkout), "node dist\\cli.js");
  });

  it("knows every command that can be typed", () => {
    const program = new Command();
    for (const add of commands) add(program, { run: () => Promise.resolve() });
    assert.deepEqual(program.commands.map((command) => command.name()).sort(), [...ownCommandNames]);
  });

  it("replaces commands alone, not the word in a setting, an address or a sentence", () => {
    const text = "Start it: messaging up. See messaging.environments, /messaging send and messaging services.";
    assert.equal(
      withCommandLine(text, "npx messaging"),
      "Start it: npx messaging up. See messaging.environments, /messaging send and messaging services.",
    );
    assert.equal(ownCommandIn("Start it: messaging worker start"), "worker start");
    assert.equal(ownCommandIn("this user may not use messaging"), undefined);
  });

  it("is a button in the editor, whose reader may not have it (it told them to run node dist/cli.js)", () => {
    const error = new ExpectedError(
      "worker-not-running",
      "The worker does not run",
      "Start it: messaging worker start",
    );
    assert.equal(sentenceOf(error), "The worker does not run.");
    assert.deepEqual(buttonOfStep(error.nextStep), {
      title: "Start worker",
      command: "messaging.worker.start",
      arguments: [],
    });
    assert.equal(buttonOfStep("Free disk space"), undefined);
  });

  it("stands before a fix's command where the reader has it; the fix has no command where not", () => {
    const evidence = { version: 1, worker: { container: { state: "missing", name: "worker" } } } as const;
    const commandsOf = (commandLine: string | undefined) =>
      withOwnCommands(withLocalCommands(diagnose(evidence), []), commandLine).verdict.fixes.map(({ id, command }) => [
        id,
        command,
      ]);
    assert.deepEqual(commandsOf("npx messaging")[0], ["start-worker", "npx messaging worker start"]);
    assert.deepEqual(commandsOf(undefined)[0], ["start-worker", undefined]);
    const docker = withOwnCommands(diagnose(evidence), undefined).verdict.fixes[0];
    assert.equal(docker?.command, "docker start worker");
  });
});
