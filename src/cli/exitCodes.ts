/** Exit codes of every command, for scripts and CI. */
export const exitCodes = {
  /** The message reached the provider; the command did its job. */
  ok: 0,
  /** The message did not reach the provider (or only some did, or there is no proof). */
  stopped: 1,
  /** Undecided: the evidence is not enough. */
  unknown: 2,
  /** Wrong arguments, or an unreadable file. */
  usage: 64,
  /** The stack cannot be started or reached. */
  unavailable: 69,
  /** Of `run`, as a shell says it: the program cannot be run, or is not there. */
  notExecutable: 126,
  notFound: 127,
} as const;

/** Of a check: all is fine, something is wrong, or not all can be told. */
export const exitOfVerdict = { fine: exitCodes.ok, wrong: exitCodes.stopped, unknown: exitCodes.unknown } as const;
