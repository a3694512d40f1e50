import assert from "node:assert/strict";
import { shellWord } from "../../../src/cli/shellWord";
import { WorkerVariables } from "../../../src/runtime/stack/supervisor/workerVariables";
import { defaultPython } from "../../../src/targets/django/djangoTarget";

describe("on Windows", () => {
  it("a shown command is quoted for PowerShell, elsewhere for a POSIX shell", () => {
    const words = ["plain-1.json", "C:\\backend\\a.json", "two words", "it's", "$(rm)", "a,b"];
    assert.deepEqual(
      words.map((word) => shellWord(word, "win32")),
      ["plain-1.json", "C:\\backend\\a.json", "'two words'", "'it''s'", "'$(rm)'", "'a,b'"],
    );
    assert.deepEqual(
      words.map((word) => shellWord(word, "linux")),
      ["plain-1.json", "'C:\\backend\\a.json'", "'two words'", `'it'\\''s'`, "'$(rm)'", "a,b"],
    );
  });

  it("the interpreter is python, elsewhere python3", () => {
    assert.deepEqual([defaultPython("win32"), defaultPython("darwin")], ["python", "python3"]);
  });
});

describe("the worker's process", () => {
  it("is given what the machine needs (TEMP, USERPROFILE, proxy and certificates were dropped), and nothing else", () => {
    const given = {
      TEMP: "C:\\t",
      USERPROFILE: "C:\\u",
      HTTPS_PROXY: "http://proxy:3128",
      NODE_EXTRA_CA_CERTS: "/ca.pem",
    };
    const before = { ...process.env };
    Object.assign(process.env, given, { AWS_SECRET_ACCESS_KEY: "of-the-shell" });
    try {
      const variables = new WorkerVariables(() => ({ SOLAPI_SENDER: "0212345678" }));
      const now = variables.now();
      for (const [name, value] of Object.entries(given)) assert.equal(now[name], value, name);
      assert.equal(now["AWS_SECRET_ACCESS_KEY"], undefined);
      assert.deepEqual(variables.shown(), { SOLAPI_SENDER: "0212345678" });
    } finally {
      for (const name of [...Object.keys(given), "AWS_SECRET_ACCESS_KEY"]) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  });
});
