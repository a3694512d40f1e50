const levels: Record<string, string> = {
  TRACE: "DEBUG",
  DEBUG: "DEBUG",
  DEBG: "DEBUG",
  VERBOSE: "DEBUG",
  INFO: "INFO",
  LOG: "INFO",
  NOTICE: "INFO",
  WARN: "WARNING",
  WARNING: "WARNING",
  ERROR: "ERROR",
  ERR: "ERROR",
  ERRO: "ERROR",
  EXCEPTION: "ERROR",
  SEVERE: "ERROR",
  CRITICAL: "CRITICAL",
  CRIT: "CRITICAL",
  FATAL: "CRITICAL",
  PANIC: "CRITICAL",
  ALERT: "CRITICAL",
  EMERGENCY: "CRITICAL",
};

/** Maps a level's name, or the number of pino and bunyan, to DEBUG, INFO, WARNING, ERROR or CRITICAL. */
export function levelOf(value: unknown): string | undefined {
  if (typeof value === "string") return levels[value.toUpperCase()];
  if (typeof value !== "number") return undefined;
  return value >= 60 ? "CRITICAL" : value >= 50 ? "ERROR" : value >= 40 ? "WARNING" : value >= 30 ? "INFO" : "DEBUG";
}
