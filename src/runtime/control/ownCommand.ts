/**
 * Commands of this product in its own texts. Code writes them as `messaging worker start`; each door shows them the way
 * its reader starts the command line, or replaces them with a button (see `commandLine` of OperationContext).
 */
export const ownCommandNames = [
  "approve",
  "audit",
  "check",
  "debug-adapter",
  "diagnose",
  "down",
  "env",
  "environment",
  "fault",
  "inbox",
  "mcp",
  "messages",
  "queue",
  "reproduce",
  "resend",
  "rows",
  "run",
  "send",
  "start",
  "status",
  "student",
  "tail",
  "tenant",
  "test",
  "up",
  "wait",
  "worker",
] as const;

const OWN = new RegExp(String.raw`(?<![\w./-])messaging (?=(?:${ownCommandNames.join("|")}|--help)\b)`, "g");

/** The text with its commands as the reader starts them: `npx messaging`, `node dist/cli.js`. */
export const withCommandLine = (text: string, commandLine: string): string => text.replaceAll(OWN, `${commandLine} `);

/** The command in a next step, without `messaging`: "worker start". It ends the text. */
export function ownCommandIn(text: string): string | undefined {
  const [found] = text.matchAll(OWN);
  return found && text.slice(found.index + found[0].length);
}
