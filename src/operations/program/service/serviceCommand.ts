import path from "node:path";
import parse from "shell-quote/parse";
import type { ComposeService } from "../../../targets/discovery/compose/composeFile";
import type { ImageStart } from "../../../targets/discovery/compose/dockerfile";
import { interpolate } from "../../../targets/discovery/compose/interpolation";

/** What runs in a service's container, with the container's paths. One of the four says what. */
export interface ServiceCommand {
  language: "python" | "node";
  program?: string;
  module?: string;
  /** Of package.json. */
  script?: string;
  /** Of node_modules/.bin. */
  binary?: string;
  /** Options of Node itself. */
  runtimeArgs: string[];
  args: string[];
  /** Variables that the command sets for itself. */
  variables: Record<string, string>;
  /** The service runs more than this program, such as a migration or an entry script before it. */
  isPart: boolean;
}

type Program = Omit<ServiceCommand, "runtimeArgs" | "variables" | "isPart"> & { runtimeArgs?: string[] };

const MAX_SCRIPT = 4_000;
const MAX_WRAPPERS = 10;
const MAX_WORDS = 200;

/** Programs that run the rest of their words, after their own options. */
const WRAPPERS = new Set([
  ...["exec", "env", "command", "nohup", "time", "npx", "tini", "dumb-init", "ddtrace-run", "opentelemetry-instrument"],
]);
/** Likewise, after one word of their own: `gosu app`, `poetry run`. */
const WORD_WRAPPERS = new Set([
  ...["gosu", "su-exec", "poetry", "pipenv", "pdm", "uv", "rye", "hatch", "newrelic-admin"],
]);
/** Likewise, after `--`. */
const DASH_WRAPPERS = /^(?:wait-for(?:-it)?(?:\.sh)?|dockerize|watchmedo)$/;

/** Programs that a Python package installs, by the module that does the same. */
const MODULES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["gunicorn", "uvicorn", "hypercorn", "daphne", "celery", "dramatiq", "flask", "fastapi", "rq"].map((name) => [
      name,
      name,
    ]),
  ),
  "django-admin": "django",
};

/** As compose puts them together: an entry point of the service's own clears the image's command. */
export function wordsOfService(
  { entrypointWords, commandWords }: Pick<ComposeService<unknown>, "entrypointWords" | "commandWords">,
  image: ImageStart,
): string[] {
  const command = commandWords ?? (entrypointWords ? [] : image.command) ?? [];
  return [...(entrypointWords ?? image.entrypoint ?? []), ...command];
}

/**
 * The program that a service's entry point and command start in the end. Undefined: none that a debugger for Python or
 * Node can start. `valueOf`: what a shell in the container fills in for `$NAME`.
 */
export function serviceCommand(
  words: readonly string[],
  valueOf: (name: string) => string | undefined,
): ServiceCommand | undefined {
  const start = { variables: {} as Record<string, string>, isPart: false };
  let rest: readonly string[] | undefined = words.length >= MAX_WORDS ? undefined : words;
  for (let depth = 0; rest !== undefined && depth < MAX_WRAPPERS; depth++) {
    const inner: readonly string[] | undefined = unwrapped(rest, valueOf, start);
    if (inner === rest) {
      const program = rest.length > MAX_WORDS ? undefined : programOf(rest);
      return program && { runtimeArgs: [], ...start, ...program };
    }
    rest = inner;
  }
  return undefined;
}

/** Without the outermost program that only runs another; the same words if there is none. */
function unwrapped(
  words: readonly string[],
  valueOf: (name: string) => string | undefined,
  start: Pick<ServiceCommand, "variables" | "isPart">,
): readonly string[] | undefined {
  const [first = "", ...rest] = words;
  const name = path.posix.basename(first);
  const assigned = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(first);
  if (assigned) {
    start.variables[assigned[1]!] = assigned[2]!;
    return rest;
  }
  if (/^(?:ba|da|a|z)?sh$/.test(name)) {
    const at = rest.findIndex((word) => !/^[-+]/.test(word));
    if (!rest.slice(0, at).some((option) => /^-[a-z]+$/.test(option) && option.includes("c")))
      return afterScript(rest.slice(at), start);
    const commands = commandsIn(rest[at]!, (variable) => start.variables[variable] ?? valueOf(variable));
    start.isPart ||= (commands?.length ?? 0) > 1;
    return commands?.at(-1);
  }
  if (/\.sh$|^(?:docker-)?entrypoint$/.test(name) && !DASH_WRAPPERS.test(name)) return afterScript(words, start);
  if (DASH_WRAPPERS.test(name)) {
    const dashes = rest.indexOf("--");
    return dashes < 0 ? undefined : rest.slice(dashes + 1);
  }
  if (WRAPPERS.has(name)) return withoutOptions(rest);
  return WORD_WRAPPERS.has(name) ? withoutOptions(rest.slice(1)) : words;
}

/** An entry script runs its arguments, by convention; what it does before that is left out. */
function afterScript([, ...rest]: readonly string[], start: Pick<ServiceCommand, "isPart">): string[] | undefined {
  start.isPart = true;
  return rest.length > 0 ? rest : undefined;
}

function withoutOptions(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => !word.startsWith("-"));
  return at < 0 ? [] : words.slice(at);
}

/**
 * The commands of a shell's script, one after the other. Undefined where the last one's input or output goes elsewhere, or
 * it runs in the background: that is no program under a debugger.
 */
function commandsIn(script: string, valueOf: (name: string) => string | undefined): string[][] | undefined {
  if (script.length > MAX_SCRIPT) return undefined;
  const commands: string[][] = [[]];
  let isOpaque = false;
  try {
    const lines = script.replaceAll("\\\n", " ").trim().replaceAll("\n", " ; ");
    const filled = (name: string) => interpolate(`\${${name}}`, (inner) => valueOf(inner) ?? "") ?? "";
    for (const token of parse(lines, filled, { splitUnquoted: true })) {
      if (typeof token === "string") commands.at(-1)!.push(token);
      else if ("pattern" in token) commands.at(-1)!.push(token.pattern);
      else if ("op" in token && (token.op === "&&" || token.op === ";")) {
        commands.push([]);
        isOpaque = false;
      } else if ("op" in token) isOpaque = true;
    }
  } catch {
    return undefined; // "Bad substitution"
  }
  const known = commands.filter((words) => words.length > 0);
  return isOpaque || known.length === 0 ? undefined : known;
}

function programOf(words: readonly string[]): Program | undefined {
  const [first = "", ...rest] = words;
  const name = path.posix.basename(first);
  if (/^(?:python|pypy)[\d.]*$/.test(name)) return pythonOf(rest);
  if (/^node(?:js)?$/.test(name)) return nodeOf(rest);
  if (/^(?:npm|yarn|pnpm)$/.test(name)) return scriptOf(name, rest);
  const module = MODULES[name];
  if (module !== undefined) return { language: "python", module, args: adapted(rest) };
  if (name.endsWith(".py")) return { language: "python", program: first, args: adapted(rest) };
  if (/\.[cm]?js$/.test(name)) return { language: "node", program: first, args: rest };
  return /^[\w-]+$/.test(first) ? { language: "node", binary: first, args: rest } : undefined;
}

/** Python's own options do not matter here, except for those that would keep the redirection from loading. */
function pythonOf(words: readonly string[]): Program | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === "-m") {
      const module = words[at + 1];
      const rest = words.slice(at + 2);
      if (module === "debugpy") return pythonOf(withoutDebugger(rest));
      return module === undefined ? undefined : { language: "python", module, args: adapted(rest) };
    }
    if (/^-[a-zA-Z]*c/.test(word)) return undefined;
    if (word === "-X" || word === "-W") at++;
    else if (!word.startsWith("-")) return { language: "python", program: word, args: adapted(words.slice(at + 1)) };
  }
  return undefined;
}

/** `--listen 0.0.0.0:5678 --wait-for-client`: it gets a debugger of its own. */
function withoutDebugger(words: readonly string[]): readonly string[] {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === "-m" || !word.startsWith("-")) return words.slice(at);
    if (word !== "--wait-for-client") at++;
  }
  return [];
}

/** A program that starts itself anew after each change leaves its debugger behind. */
function adapted(args: readonly string[]): string[] {
  const kept = args.filter((arg) => arg !== "--reload");
  return kept[0] === "runserver" && !kept.includes("--noreload") ? [...kept, "--noreload"] : kept;
}

/** Options that take the next word. */
const NODE_WITH_WORD = /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions)$/;
/** A debugger, and files of variables, are not the service's to choose here. */
const NODE_LEFT_OUT = /^--(?:inspect|env-file|watch)/;

function nodeOf(words: readonly string[]): Program | undefined {
  const runtimeArgs: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!word.startsWith("-")) return { language: "node", program: word, runtimeArgs, args: words.slice(at + 1) };
    if (/^(?:-e|-p|--eval|--print)/.test(word)) return undefined;
    if (NODE_LEFT_OUT.test(word)) at += /^--env-file(?:-if-exists)?$/.test(word) ? 1 : 0;
    else if (NODE_WITH_WORD.test(word)) runtimeArgs.push(word, words[++at] ?? "");
    else runtimeArgs.push(word);
  }
  return undefined;
}

/** `npm run worker -- --once`, `npm start`, `yarn worker`. */
function scriptOf(manager: string, words: readonly string[]): Program | undefined {
  const [first, ...rest] = words.filter((word) => !/^(?:-s|--silent)$/.test(word));
  const isRun = first === "run" || first === "run-script";
  const script = isRun ? rest[0] : first;
  if (script === undefined || script.startsWith("-")) return undefined;
  if (manager === "npm" && !isRun && script !== "start") return undefined;
  const args = (isRun ? rest.slice(1) : rest).filter((word) => word !== "--");
  return { language: "node", script, args: args.length > 0 ? ["--", ...args] : [] };
}
