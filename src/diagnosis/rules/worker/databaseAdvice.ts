import type { LineFixId } from "../../causes";
import { isSaidIn } from "../../signs";
import type { Values } from "../../texts/text";

/** What mends a database that does not answer or refuses, by what it says. */
export function databaseFixes(said: string): LineFixId[] {
  if (isSaidIn(said, "database-full")) return ["free-connections"];
  if (isSaidIn(said, "database-login-refused")) return ["correct-database-login"];
  return isSaidIn(said, "database-unreached") ? ["open-database"] : [];
}

/** A database that was never reached refused nothing. */
export const databaseVariant = (said: string): Values =>
  databaseFixes(said)[0] === "open-database" ? { variant: "unreached" } : {};
