import type { FixId } from "../../fixes/allFixes";
import { soundsBad } from "../../logs/complaints";
import type { WordedSign } from "../../logs/wordings/wordings";
import { type ToldSign, isSaidIn } from "../../signs";
import type { Values } from "../../texts/text";

interface StoreFault {
  sign: WordedSign;
  fix: FixId;
  /** The texts that fit; without one those of the cause. */
  variant?: string;
}

/** Most telling first: a full database also closes connections. */
const ofDatabase: readonly StoreFault[] = [
  { sign: "database-incomplete", fix: "apply-migrations", variant: "schema" },
  { sign: "database-full", fix: "free-connections" },
  { sign: "database-login-refused", fix: "correct-database-login" },
  { sign: "database-unreached", fix: "open-database", variant: "unreached" },
  { sign: "database-lost", fix: "reopen-connection", variant: "lost" },
];

const ofRedis: readonly StoreFault[] = [
  { sign: "redis-full", fix: "free-redis" },
  { sign: "redis-login-refused", fix: "correct-redis-login" },
  { sign: "redis-group-missing", fix: "create-consumer-group" },
  { sign: "redis-read-only", fix: "use-primary" },
  { sign: "redis-unnamed", fix: "check-dns" },
  { sign: "redis-unreached", fix: "open-redis" },
];

const faultIn = (faults: readonly StoreFault[], said: string) => faults.find(({ sign }) => isSaidIn(said, sign));
const fixesFor = (faults: readonly StoreFault[], said: string): FixId[] => {
  const fault = faultIn(faults, said);
  return fault ? [fault.fix] : [];
};

/** What mends a database that does not answer or refuses, by what it says. */
export const databaseFixes = (said: string): FixId[] => fixesFor(ofDatabase, said);
/** What mends a Redis that does not answer or refuses, by what it says. */
export const redisFixes = (said: string): FixId[] => fixesFor(ofRedis, said);
/** A database that was never reached, or was lost, refused nothing. */
export const databaseVariant = (said: string): Values => ({ variant: faultIn(ofDatabase, said)?.variant });

/** A port says what a line is about, not that it failed. */
const PORTS: ReadonlySet<string> = new Set(["redis-port", "postgres-port", "mysql-port", "mongo-port"]);
/** Whether a line about a store sounds bad by itself, not by the pattern that found a port in it. */
export function isFailureOfStore({ line, pattern }: ToldSign): boolean {
  const { pattern: _, ...own } = line.record;
  return pattern === undefined || !PORTS.has(pattern.id) || soundsBad(own);
}
