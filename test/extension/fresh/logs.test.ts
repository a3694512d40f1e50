import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { SendResult } from "../../../src/commands/message/sendResult";
import { StackClient } from "../../../src/runtime/control/stackClient";
import { activateExtension, addressOf, channelShows, endStack, run, useOwnStack } from "../extensionFixture";

const send = () => run<SendResult>("messaging.message.send", { isComplete: true });

describe("logs", () => {
  let folder: string;

  before(async () => {
    folder = useOwnStack();
    await activateExtension();
  });

  after(() => endStack(folder));

  describe("codes and log lines in files", () => {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    const uriOf = (name: string) => vscode.Uri.joinPath(workspace!.uri, name);
    const write = (name: string, text: string) =>
      vscode.workspace.fs.writeFile(uriOf(name), new TextEncoder().encode(text));

    before(async () => {
      await activateExtension();
      await write(
        "worker.py",
        'import logging\nlog = logging.getLogger()\nlog.info("send_sms ok to=%s group_id=%s", to, group)\n',
      );
      await write(
        "old.log",
        "2026-03-05 10:00:00,123 [INFO] [MESSAGING-WORKER] send_sms ok to=0101**** group_id=G4V1\nreason=[1062]\n",
      );
    });

    after(async () => {
      for (const name of ["worker.py", "old.log", "note.md"]) await vscode.workspace.fs.delete(uriOf(name));
    });

    it("tell the meaning of a code and its fix on hover, in a log and in any file", async () => {
      assert.match(await hover("old.log", new vscode.Position(1, 10)), /not registered[^]*Set the tenant's sender/);
      await write("note.md", "What does `InvalidAPIKey` mean? And sender_required?\n");
      assert.match(await hover("note.md", new vscode.Position(0, 14)), /API key is not valid/);
      assert.match(await hover("note.md", new vscode.Position(0, 40)), /SOLAPI_SENDER/);
      assert.equal(await hover("note.md", new vscode.Position(0, 1)), "");
    });

    it("lead from a line of the log to the Python line that prints it", async () => {
      await vscode.workspace.openTextDocument(uriOf("old.log"));
      const locations = await vscode.commands.executeCommand<vscode.Location[]>(
        "vscode.executeDefinitionProvider",
        uriOf("old.log"),
        new vscode.Position(0, 60),
      );
      assert.deepEqual(
        locations.map(({ uri, range }) => [uri.path, range.start.line]),
        [[uriOf("worker.py").path, 2]],
      );
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        "vscode.executeLinkProvider",
        uriOf("old.log"),
      );
      assert.ok(
        links.some(({ target }) => target?.path.endsWith("/worker.py") && target.fragment === "L3"),
        JSON.stringify(links),
      );
    });

    async function hover(name: string, position: vscode.Position): Promise<string> {
      const document = await vscode.workspace.openTextDocument(uriOf(name));
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        position,
      );
      return hovers
        .flatMap(({ contents }) => contents.map((one) => (typeof one === "string" ? one : one.value)))
        .join("\n")
        .replaceAll("\\", "");
    }
  });

  describe("the worker's log", () => {
    before(() => run("messaging.stack.start"));
    after(() => run("messaging.logs.stop"));

    it("is followed in an output channel, known lines with their layer and meaning", async () => {
      await run("messaging.logs.tail");
      const { trace } = await send();
      const text = await workerShows(new RegExp(`send_sms ok .*${trace?.traceId}`));
      assert.match(text, /\[Solapi\] (?:\d\d:\d\d:\d\d )?send_sms ok to=0101\*\*\*\* .* {2}⟵ \S/);
    });

    it("goes on after the worker died, with its exit and the gap marked", async () => {
      await new StackClient(addressOf(folder), folder).worker("kill");
      await workerShows(/──── the worker, process \d+, ended with SIGKILL ────/);
      await workerShows(/──── the worker runs again, .* after its last line ────/);
    });

    it("goes on with the next stack", async () => {
      await run("messaging.stack.stop");
      await run("messaging.stack.start");
      const { trace } = await send();
      await workerShows(new RegExp(`send_sms ok .*${trace?.traceId}`));
    });

    it("is filtered to one message", async () => {
      const one = await send();
      const other = await send();
      await run("messaging.logs.filter", one.trace?.traceId);
      const text = await workerShows(new RegExp(`only the lines of ${one.trace?.traceId}[^]*send_sms ok`));
      const filtered = text.slice(text.lastIndexOf("only the lines of"));
      assert.ok(!filtered.includes(other.trace?.traceId ?? ""), filtered);
    });
  });
});

/** The text of the worker's channel, once it shows the pattern. */
const workerShows = (pattern: RegExp) => channelShows(/Messaging.Worker/, pattern);
