/** Exit codes of every command: scripts and CI decide by them. */
export const exitCodes = {
  /** The message reached the provider; the command did what it says. */
  ok: 0,
  /** The message did not reach the provider (or only some did, or it cannot be proven). */
  stopped: 1,
  /** It cannot be told. */
  unknown: 2,
  /** Wrong arguments, or an unreadable file. */
  usage: 64,
  /** The stack cannot be started or reached. */
  unavailable: 69,
} as const;
