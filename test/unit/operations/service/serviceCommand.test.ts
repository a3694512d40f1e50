import assert from "node:assert/strict";
import fc from "fast-check";
import { serviceCommand, wordsOfService } from "../../../../src/operations/program/service/serviceCommand";
import { knownValues, parseComposeFile } from "../../../../src/targets/discovery/compose/composeFile";
import { parseDockerfile } from "../../../../src/targets/discovery/compose/dockerfile";

const variables: Record<string, string> = { PORT: "8000", OPTIONS: "--workers 2 --threads 4" };

/** What starts, in one line: the language, what, and its arguments. */
function started(words: readonly string[]): string {
  const command = serviceCommand(words, (name) => variables[name]);
  if (!command) return "none";
  const { language, program, module, script, binary, runtimeArgs, args, isPart } = command;
  const what = program ?? (module && `-m ${module}`) ?? (script && `run ${script}`) ?? `.bin/${binary}`;
  const set = Object.entries(command.variables).map(([name, value]) => `${name}=${value}`);
  return [...set, language, ...runtimeArgs, what, ...args, ...(isPart ? ["(part)"] : [])].join(" ");
}

/** Of a service with these lines, and the image's Dockerfile. */
function wordsIn(lines: string, dockerfile = ""): string[] {
  const indented = lines.split("\n").map((line) => `    ${line}`);
  const text = `services:\n  x:\n    build: .\n${indented.join("\n")}\n`;
  const { services } = parseComposeFile(text, "compose.yaml", knownValues(new Map()));
  return wordsOfService(services.get("x")!, parseDockerfile(dockerfile));
}

const forms: [lines: string, starts: string][] = [
  ["command: python manage.py runserver 0.0.0.0:8000", "python manage.py runserver 0.0.0.0:8000 --noreload"],
  ["command: [python, -u, -X, dev, -m, apps.worker, --once]", "python -m apps.worker --once"],
  ["command: python3.11 -W ignore worker.py 'a b'", "python worker.py a b"],
  ["command: ./manage.py run_worker", "python ./manage.py run_worker"],
  [
    "command: gunicorn config.wsgi:application --reload -b :8000",
    "python -m gunicorn config.wsgi:application -b :8000",
  ],
  ["command: celery -A config worker -l info", "python -m celery -A config worker -l info"],
  ["command: django-admin run_worker", "python -m django run_worker"],
  ["command: python -m debugpy --listen 0.0.0.0:5678 --wait-for-client -m apps.worker", "python -m apps.worker"],
  ["command: python -m debugpy --listen 5678 worker.py --once", "python worker.py --once"],
  [
    "command: node --inspect=0.0.0.0 -r ./hook.js --env-file .env dist/worker.js x",
    "node -r ./hook.js dist/worker.js x",
  ],
  ["command: [npm, run, worker, --, --once]", "node run worker -- --once"],
  ["command: npm start", "node run start"],
  ["command: yarn worker", "node run worker"],
  ["command: npx tsx src/worker.ts", "node .bin/tsx src/worker.ts"],
  ["entrypoint: [tini, --]\ncommand: gosu app python worker.py", "python worker.py"],
  ["entrypoint: /app/entrypoint.sh\ncommand: python worker.py", "python worker.py (part)"],
  ["command: bash ./wait.sh python worker.py", "python worker.py (part)"],
  ["command: ./wait-for-it.sh db:5432 -t 30 -- python worker.py", "python worker.py"],
  ["command: poetry run python worker.py", "python worker.py"],
  ["command: env DEBUG=1 A=b python worker.py", "DEBUG=1 A=b python worker.py"],
  ["command: sh -c 'exec python worker.py'", "python worker.py"],
  [
    'command: sh -ec "python manage.py migrate && DEBUG=1 gunicorn config.wsgi -b 0.0.0.0:$$PORT"',
    "DEBUG=1 python -m gunicorn config.wsgi -b 0.0.0.0:8000 (part)",
  ],
  [
    'command: ["bash", "-lc", "gunicorn $$OPTIONS x:$${NONE:-app}"]',
    "python -m gunicorn --workers 2 --threads 4 x:app",
  ],
  [
    "command: |\n  sh -c '\n    until nc -z db 5432; do sleep 1; done\n    python worker.py'",
    "python worker.py (part)",
  ],
  // Nothing that a debugger could start.
  ["command: sh -c 'python worker.py | tee log'", "none"],
  ["command: sh -c 'while true; do python worker.py; done'", "node .bin/done (part)"],
  ["command: sh -c 'echo ${'", "none"],
  ["command: python -c 'import x'", "none"],
  ["command: java -jar worker.jar", "node .bin/java -jar worker.jar"],
  ["command: /srv/worker", "none"],
  ["entrypoint: /app/entrypoint.sh", "none"],
  ["command: []", "none"],
];

describe("the command of a compose service", () => {
  for (const [lines, starts] of forms)
    it(`is understood: ${lines.replaceAll("\n", " ")}`, () => assert.equal(started(wordsIn(lines)), starts));

  it("is the image's where the service has none, of the Dockerfile's last stage", () => {
    const dockerfile = `FROM python:3.11 AS base
ENV A=1 \\
    B="two words"
ENV PYTHONPATH /srv
WORKDIR /srv
FROM node AS front
CMD ["npm", "start"]
# FROM nothing
FROM base
WORKDIR app
ENTRYPOINT ["tini", "--"]
CMD gunicorn config.wsgi`;
    const image = parseDockerfile(dockerfile);
    assert.equal(image.workingDir, "/srv/app");
    assert.deepEqual(
      [...image.environment],
      [
        ["A", "1"],
        ["B", "two words"],
        ["PYTHONPATH", "/srv"],
      ],
    );
    assert.equal(started(wordsIn("ports: []", dockerfile)), "python -m gunicorn config.wsgi");
    assert.equal(started(wordsIn("command: python worker.py", dockerfile)), "python worker.py");
    assert.equal(started(wordsIn("entrypoint: python worker.py", dockerfile)), "python worker.py");
  });

  it("may be anything, long or malformed", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (words) => {
        started(words);
        started(["sh", "-c", ...words]);
        parseDockerfile(words.join("\n"));
      }),
    );
    const long = ["sh -c ", `'"`.repeat(20_000), "$(".repeat(20_000), "${a:-".repeat(9_000), "\\".repeat(40_000)];
    for (const text of long)
      for (const words of [["sh", "-c", text], wordsIn(`command: ${JSON.stringify(text)}`)]) started(words);
  });
});
