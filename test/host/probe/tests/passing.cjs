"use strict";
const assert = require("node:assert/strict");
const vscode = require("vscode");

exports.run = async () => {
  const extension = vscode.extensions.getExtension("host-kit.probe");
  assert.ok(extension, "the probe is not installed");
  await extension.activate();
  console.log(`ran in VS Code ${vscode.version}`);
};
