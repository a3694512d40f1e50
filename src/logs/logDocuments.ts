import type { DocumentFilter } from "vscode";

/** Output channels and log files of any origin. VS Code warns about a filter without a scheme. */
export const logDocuments: readonly DocumentFilter[] = [
  { scheme: "output" },
  { scheme: "file", language: "log" },
  { scheme: "untitled", language: "log" },
  { scheme: "file", pattern: "**/*.log" },
];

export const anyDocument: readonly DocumentFilter[] = [
  { scheme: "file" },
  { scheme: "untitled" },
  { scheme: "output" },
  { scheme: "messaging-evidence" },
  { scheme: "messaging-report" },
];
