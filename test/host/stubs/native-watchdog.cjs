// Stands in for @vscode/native-watchdog, which would need a compiler: ends this process once its parent is gone.
"use strict";
exports.start = (parent) => {
  const isGone = () => {
    try {
      process.kill(parent, 0);
      return false;
    } catch (error) {
      return error.code !== "EPERM";
    }
  };
  setInterval(() => isGone() && process.exit(87), 2000).unref();
};
