import * as vscode from "vscode";
import type { Logger } from "../common/logger";
import { maskText } from "../common/masking";

/** Writes to an output channel; masks numbers and secrets here, once, for everything that is logged. */
export function loggerOf(channel: vscode.LogOutputChannel): Logger {
  return {
    debug: (text) => channel.debug(maskText(text)),
    info: (text) => channel.info(maskText(text)),
    warning: (text) => channel.warn(maskText(text)),
    error: (text) => channel.error(maskText(text)),
  };
}

export const createLogChannel = (name: string): vscode.LogOutputChannel =>
  vscode.window.createOutputChannel(name, { log: true });
