import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { Context } from "mocha";

const run = promisify(execFile);

/** Debian's packages belong to this one; another python3 first on PATH has no Django. */
export const python = "/usr/bin/python3";

/**
 * Skips the tests of this suite, with one line that says why, where Django or what the fixture backend wants besides is
 * missing. With REQUIRE_DJANGO=1 that is a failure.
 */
export async function requireDjango(context: Context): Promise<void> {
  const modules = "django, rest_framework, rest_framework_simplejwt, boto3, psycopg2, gunicorn";
  try {
    await run(python, ["-c", `import ${modules}`]);
  } catch (error) {
    skip(
      context,
      "REQUIRE_DJANGO",
      `${python} cannot import ${modules} (packages: see scripts/systemPackages.mjs)`,
      error,
    );
  }
}

/** Likewise for Postgres, with REQUIRE_POSTGRES=1. */
export function requirePostgres(context: Context): void {
  if (postgresPrograms() !== undefined) return;
  skip(context, "REQUIRE_POSTGRES", "no PostgreSQL server is installed (package: postgresql)");
}

/** Folder of `initdb` and `postgres`, the newest version's; they are not on Debian's PATH. */
export function postgresPrograms(): string | undefined {
  const root = "/usr/lib/postgresql";
  const versions = fs.existsSync(root) ? fs.readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions
    .map((version) => path.join(root, version, "bin"))
    .find((bin) => fs.existsSync(path.join(bin, "initdb")));
}

function skip(context: Context, variable: string, why: string, cause?: unknown): void {
  if (process.env[variable] === "1") throw new Error(`${variable}=1, and ${why}`, { cause });
  process.stdout.write(`    skipped: ${why}; ${variable}=1 requires it\n`);
  context.skip();
}
