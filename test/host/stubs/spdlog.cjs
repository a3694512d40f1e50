// Stands in for @vscode/spdlog, whose npm package has no prebuilt binary: the same log files, written synchronously.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const levels = ["trace", "debug", "info", "warning", "error", "critical", "off"];

class Logger {
  #file;
  #level = 2;
  #isRaw = false;

  constructor(file) {
    this.#file = file;
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }

  trace = (message) => this.#write(0, message);
  debug = (message) => this.#write(1, message);
  info = (message) => this.#write(2, message);
  warn = (message) => this.#write(3, message);
  error = (message) => this.#write(4, message);
  critical = (message) => this.#write(5, message);
  getLevel = () => this.#level;
  setLevel = (level) => void (this.#level = level);
  setPattern = () => undefined;
  clearFormatters = () => void (this.#isRaw = true);
  flush = () => undefined;
  drop = () => undefined;

  #write(level, message) {
    if (level < this.#level) return;
    const stamp = new Date().toISOString().replace("T", " ").replace("Z", "");
    try {
      fs.appendFileSync(this.#file, this.#isRaw ? message : `${stamp} [${levels[level]}] ${message}\n`);
    } catch {
      // The log folder goes away with the temporary folder of a run, before the last line is written.
    }
  }
}

exports.version = 0;
exports.Logger = Logger;
exports.setLevel = exports.setFlushOn = exports.shutdown = () => undefined;
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
