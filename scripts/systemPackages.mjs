// The system packages that tests use for real: installed if this user may, else listed.
import { spawnSync } from "node:child_process";
import { run } from "./setup.mjs";

const browser = ["chromium", "fonts-nanum"];
/** What workers of the user's own in Python use. */
const ownPrograms = ["boto3", "requests", "httpx", "aiohttp", "debugpy", "uvloop", "pycurl"].map(
  (name) => `python3-${name}`,
);
/** Debian's names: the backend's own libraries, and the engines that it runs on. */
const packagesOfSuite = {
  integration: [
    ...["docker.io", "postgresql", "gunicorn"],
    ...ownPrograms,
    ...["django", "djangorestframework", "djangorestframework-simplejwt", "psycopg2", "pytest"].map(
      (name) => `python3-${name}`,
    ),
  ],
  extension: [...browser, "gunicorn", ...ownPrograms],
  workbench: browser,
};

const succeeds = (command, ...args) => spawnSync(command, args, { stdio: "ignore" }).status === 0;

/**
 * Installs what these suites need with apt-get. Without root or apt-get it changes nothing and says so in one line; the
 * tests then skip what they cannot run. Also resolves if apt-get fails, which has then printed the reason.
 */
export async function installSystemPackages(suites) {
  const wanted = [...new Set(suites.flatMap((suite) => packagesOfSuite[suite] ?? []))];
  const missing = wanted.filter((name) => !succeeds("dpkg", "-s", name));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !succeeds("apt-get", "--version")) {
    if (process.platform === "linux") say(`Not installed, which takes root and apt-get: ${missing.join(" ")}`);
    return;
  }
  say(`Installing ${missing.join(" ")} (apt-get) …`);
  const apt = (...args) =>
    run("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=300", ...args], {
      env: { DEBIAN_FRONTEND: "noninteractive" },
      quiet: true,
    });
  const code = (await apt("update")) || (await apt("install", "-y", "--no-install-recommends", ...missing));
  if (code !== 0) say(`apt-get failed (${code}): the tests skip what they cannot run.`);
}

const say = (line) => process.stderr.write(`${line}\n`);
