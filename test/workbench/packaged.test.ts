import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { endStack } from "../host/endStack.ts";
import { ensureInstalled } from "../host/installation.ts";
import { installVsix, listVsix, packageVsix } from "../host/vsix.ts";
import { Workbench } from "../host/workbench.ts";

/** The walkthrough's pictures take 1.3 MB of it. */
const maxVsixBytes = 7 * 1024 * 1024;

describe("the packaged extension", function () {
  this.timeout(180_000);
  let folder: string;
  let vsix: string;

  before(() => {
    ensureInstalled();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-vsix-"));
    vsix = packageVsix(folder);
  });

  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("holds what it needs and nothing else, and is small", () => {
    const names = listVsix(vsix).map(({ name }) => name.replace(/^extension\//, ""));
    for (const needed of [
      "extension",
      "stack",
      "worker",
      "operations",
      "contract",
      "layers",
      "knowledge",
      "masking",
      "webviews/trace",
      "webviews/phone",
    ]) {
      assert.ok(names.includes(`dist/${needed}.js`), `dist/${needed}.js is missing`);
    }
    assert.ok(names.includes("dist/THIRD_PARTY_NOTICES.txt"));
    assert.ok(names.includes("l10n/bundle.l10n.ko.json") && names.includes("package.nls.ko.json"));
    assert.deepEqual(
      names.filter((name) => /(?<!\.d)\.ts$|\.map$|^(src|test|node_modules|scripts|bench)\//.test(name)),
      [],
    );
    assert.ok(fs.statSync(vsix).size < maxVsixBytes, `${fs.statSync(vsix).size} bytes`);
  });

  it("is installed and sends a message, in Korean", async () => {
    const extensionsDir = path.join(folder, "extensions");
    installVsix(vsix, extensionsDir);
    fs.mkdirSync(path.join(folder, "workspace"));
    const workbench = await Workbench.launch({
      target: path.join(folder, "workspace"),
      extensionsDir,
      locale: "ko",
      env: { MESSAGING_STATE_DIR: path.join(folder, "state"), MESSAGING_ANY_PORT: "1" },
    });
    try {
      await workbench.openViewContainer("메시징");
      await workbench.clickWelcome("로컬 스택 시작");
      await workbench.treeItem("데이터 hakwonplus").waitFor();
      await workbench.runCommand("메시징: 테스트 메시지 보내기");
      await workbench.quickInput("Enter를 누르면 이 값으로 보냅니다");
      await workbench.enter();
      await workbench.notification("Solapi에 도달했습니다");
    } finally {
      await workbench.close();
      await endStack(path.join(folder, "state"));
    }
  });
});
