import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { version } from "../../../package.json";

/** npm is a batch file there. */
const shell = process.platform === "win32";

/** Of a page, each example that is marked as this language. */
const examplesIn = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, text]) => text!);

const stacksLeft = () => fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith("messaging-testing-"));

/** The examples of docs/testing.md, from the packed package in an empty folder. */
describe("the testing library", () => {
  const page = fs.readFileSync("docs/testing.md", "utf8");
  let folder: string;
  let project: string;
  let before_: string[];

  const run = (command: string, ...args: string[]) => {
    const env = { ...process.env, PATH: [path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter) };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, env, encoding: "utf8", shell });
    return { status, text: stdout + stderr };
  };
  const npm = (...args: string[]) => {
    const { status, text } = run("npm", ...args, "--offline", "--no-audit", "--no-fund", "--loglevel=error");
    assert.equal(status, 0, text);
  };

  before(() => {
    before_ = stacksLeft();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-library-"));
    project = path.join(folder, "project");
    fs.mkdirSync(project);
    npm("pack", process.cwd(), "--ignore-scripts", "--pack-destination", folder);
    npm("install", path.join(folder, `messaging-runtime-debugger-${version}.tgz`), "--ignore-scripts");
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));
  afterEach(() => assert.deepEqual(stacksLeft(), before_));

  it("runs the page's example in TypeScript, whose types fit", () => {
    const [example = ""] = examplesIn(page, "ts");
    fs.writeFileSync(path.join(project, "messages.test.mts"), example);
    for (const name of ["mocha", "@types", "undici-types"])
      fs.symlinkSync(path.resolve("node_modules", name), path.join(project, "node_modules", name), "junction");
    const tsc = path.resolve("node_modules/typescript-native/bin/tsc");
    const options = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2023",
      "--lib",
      "esnext",
      "--types",
      "node,mocha",
    ];
    const checked = run(process.execPath, tsc, ...options, "messages.test.mts");
    assert.equal(checked.status, 0, checked.text);
    const mocha = path.resolve("node_modules/mocha/bin/mocha.js");
    const { status, text } = run(process.execPath, mocha, "--timeout", "120000", "messages.test.mts");
    assert.match(text, /2 passing/);
    assert.equal(status, 0);
  });

  it("is there for CommonJS too", () => {
    const code =
      "require('messaging-runtime-debugger/testing').start().then(async (stack) => { console.log((await stack.env()).MESSAGING_SQS_QUEUE_NAME); await stack.dispose(); })";
    assert.equal(run(process.execPath, "-e", JSON.stringify(code).slice(1, -1)).text.trim(), "academy-messaging-jobs");
  });

  it("runs the page's example in Python", function () {
    if (run("python3", "-c", "import pytest").status !== 0) {
      process.stdout.write("    skipped: python3 has no pytest\n");
      return this.skip();
    }
    const [settings = ""] = examplesIn(page, "ini");
    const [fixtures = "", example = ""] = examplesIn(page, "python");
    fs.writeFileSync(path.join(project, "pytest.ini"), settings);
    fs.writeFileSync(path.join(project, "conftest.py"), fixtures);
    fs.writeFileSync(path.join(project, "test_messages.py"), example);
    const { status, text } = run("python3", "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider");
    assert.match(text, /2 passed/);
    assert.doesNotMatch(text, /has ended/); // a normal end is not worth a line
    assert.equal(status, 0);
  });

  it("says in Python that a stack ended before its dispose", function () {
    if (run("python3", "-c", "0").status !== 0) return this.skip();
    const code = [
      "import sys; sys.path.insert(0, 'node_modules/messaging-runtime-debugger/python')",
      "from messaging import Stack",
      "stack = Stack().start()",
      "stack._ask('down')",
      "stack._up.wait()",
      "stack.dispose()",
    ];
    fs.writeFileSync(path.join(project, "ended.py"), code.join("\n"));
    // Colours are the runner's choice.
    assert.equal(stripVTControlCharacters(run("python3", "ended.py").text), "✖ The local stack has ended.\n");
  });
});
