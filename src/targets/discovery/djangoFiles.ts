import type { Candidate } from "./discovery";
import { isSecretVariable } from "../../common/masking";

/** Facts from the text of Python sources; nothing is executed. */
export interface PythonFacts {
  /** From manage.py, wsgi.py, asgi.py. */
  settingsModule?: Candidate;
  /** Default values of variables: `os.environ.get("AWS_REGION", "ap-northeast-2")` and the like. */
  defaults: Map<string, Candidate>;
}

const SETTINGS_MODULE =
  /(?:environ\.setdefault\(\s*|environ\[\s*)(["'])DJANGO_SETTINGS_MODULE\1\s*(?:,|\]\s*=)\s*(["'])([\w.]+)\2/;

/** os.environ.get, os.getenv, environ's env(…), decouple's config(…). */
const VARIABLE_DEFAULT =
  /(?:environ\.get|getenv|\benv(?:\.str)?|\bconfig)\(\s*(["'])([A-Z][A-Z0-9_]*)\1\s*,\s*(?:default\s*=\s*)?(["'])([^"'\n]*)\3/g;

/** `MESSAGING_SQS_QUEUE_NAME = "…"`, also in a dict or a class. */
const PLAIN_ASSIGNMENT = /^[ \t]*([A-Z][A-Z0-9_]{3,})\s*(?::\s*str\s*)?=\s*(["'])([^"'\n]*)\2/gm;

export function parsePython(text: string, file: string): PythonFacts {
  const defaults = new Map<string, Candidate>();
  const lineOf = (index: number) => text.slice(0, index).split("\n").length;
  const add = (name: string, value: string, index: number) => {
    if (!isSecretVariable(name)) defaults.set(name, { value, certainty: "likely", at: { file, line: lineOf(index) } });
  };
  for (const { 1: name, 3: value, index, 0: all } of text.matchAll(PLAIN_ASSIGNMENT))
    add(name!, value!, index + all.length - all.trimStart().length);
  for (const { 2: name, 4: value, index } of text.matchAll(VARIABLE_DEFAULT)) add(name!, value!, index);
  const module = SETTINGS_MODULE.exec(text);
  return {
    defaults,
    ...(module?.[3] !== undefined && {
      settingsModule: { value: module[3], certainty: "sure" as const, at: { file, line: lineOf(module.index) } },
    }),
  };
}
